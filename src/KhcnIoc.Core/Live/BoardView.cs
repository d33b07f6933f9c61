using KhcnIoc.Core.Feeds;
using KhcnIoc.Core.Indicators;

namespace KhcnIoc.Core.Live;

/// <summary>Which moment a page shows: what was known at an instant, and the figures as they stood at the end of a period. Both empty = now.</summary>
/// <param name="AsOf">Only what had become visible by this instant counts; <see langword="null"/> = all that is known now.</param>
/// <param name="Period">Only periods that end with this one or before it count, and figures are judged at its end; <see langword="null"/> = today.</param>
public sealed record BoardMoment(DateTimeOffset? AsOf = null, Period? Period = null)
{
    /// <summary>Now, live.</summary>
    public static readonly BoardMoment Present = new();

    public bool IsPresent => AsOf is null && Period is null;
}

/// <summary>Every figure at one moment, of today's board or of the past. Thread-safe; its answers never change.</summary>
public interface IBoardView
{
    BoardMoment Moment { get; }

    /// <summary>The instant that figures are judged at, UTC: now, the minute of the as-of instant, or the last moment of the period where that is earlier.</summary>
    DateTimeOffset At { get; }

    /// <summary>The newest commit that the figures reflect.</summary>
    long Commit { get; }

    /// <summary>Number of the board's last change; 0 for the past, which has none.</summary>
    long Sequence { get; }

    /// <summary>All series with an observation, and the province's series of every catalogue indicator.</summary>
    IEnumerable<SeriesKey> Keys { get; }

    /// <summary>The figure of a series; an empty one where nothing was known of it.</summary>
    FigureState Get(SeriesKey key);

    /// <summary>How that figure came to be: its parts with weights, or the observations it stands on.</summary>
    FigureExplanation Explain(SeriesKey key);

    /// <summary>The target path of an indicator as judged at <see cref="At"/>; <see langword="null"/> = the plans set none.</summary>
    TargetPath? PathOf(string indicator);
}

/// <summary>Boards of the past.</summary>
public interface IPastBoards
{
    /// <summary>The board at a moment. The few newest are kept; a moment after now is now.</summary>
    /// <param name="moment">Which moment.</param>
    /// <param name="indicators">Codes of the only indicators that will be asked about, which makes the first look at a moment quick; <see langword="null"/> = any. Asking a board of the past about another one throws.</param>
    Task<IBoardView> GetAsync(BoardMoment moment, IReadOnlySet<string>? indicators, CancellationToken cancellationToken);
}

/// <summary>How a shown figure was computed.</summary>
public enum FigureFormula
{
    /// <summary>There is no figure.</summary>
    None,

    /// <summary>One observation as reported.</summary>
    Observation,

    /// <summary>Σ(value × weight) / Σ weight over the parts that count.</summary>
    WeightedMean,

    /// <summary>Σ value over the parts that count.</summary>
    Sum,

    /// <summary>Σ of the periods of one year, from January on.</summary>
    YearToDate,
}

/// <summary>Why the province shows the figure it shows where a reported and a rolled-up one exist.</summary>
public enum FigureChoice
{
    /// <summary>There is only one.</summary>
    Only,

    /// <summary>The pack says so.</summary>
    Policy,

    /// <summary>Reported, and fresh or late.</summary>
    ReportedIsCurrent,

    /// <summary>The reported one is stale and at least 80 % of the parts' weight has reported.</summary>
    RollUpIsCurrent,

    /// <summary>Neither is current: the younger.</summary>
    Younger,

    /// <summary>Real parts go before a simulated report.</summary>
    RealParts,

    /// <summary>The reported one counts differently from the plan.</summary>
    OtherMethod,

    /// <summary>The reported one is last year's total, and at least 80 % of the parts have begun this year.</summary>
    ThisYear,
}

/// <summary>Why a part is left out of a roll-up.</summary>
public enum PartExclusion
{
    /// <summary>It counts.</summary>
    None,

    /// <summary>It has never reported.</summary>
    NoFigure,

    /// <summary>It brought no weight.</summary>
    NoWeight,

    /// <summary>It counts differently from the plan.</summary>
    OtherMethod,

    /// <summary>A simulated part beside real ones.</summary>
    Simulated,

    /// <summary>A flow's figure of an earlier year than the roll-up's, or of no single year.</summary>
    OtherYear,
}

/// <summary>One part of a roll-up: a commune or an agency.</summary>
/// <param name="Key">Series of the part.</param>
/// <param name="Figure">Its figure; empty where it has none.</param>
/// <param name="Weight">Population, or what came with the figure; <see langword="null"/> for sums and where there is none.</param>
/// <param name="Share">Its share of the weight (of the parts, for sums) that counts, 0 to 1.</param>
/// <param name="Exclusion">Why it does not count.</param>
public sealed record FigurePart(SeriesKey Key, FigureState Figure, decimal? Weight, decimal Share, PartExclusion Exclusion);

/// <summary>The way from a shown figure down to what was reported.</summary>
public sealed record FigureExplanation
{
    public required FigureState Figure { get; init; }
    public FigureFormula Formula { get; init; }
    public FigureChoice Choice { get; init; }

    /// <summary>The parts of the roll-up, in the pack's order, those without a figure too; empty where nothing is rolled up. Also set where the reported figure is shown and a roll-up exists beside it.</summary>
    public IReadOnlyList<FigurePart> Parts { get; init; } = [];

    /// <summary>What the parts are weighted by (<see cref="Indicator.Weight"/>); empty for sums.</summary>
    public string Weight { get; init; } = "";

    /// <summary>Weight of the parts that count; <see langword="null"/> for sums.</summary>
    public decimal? CountedWeight { get; init; }

    /// <summary>The observations that the reported figure stands on, shown or beside a roll-up: one, or the periods that a flow's year is the sum of, oldest first.</summary>
    public IReadOnlyList<Observation> Observations { get; init; } = [];
}
