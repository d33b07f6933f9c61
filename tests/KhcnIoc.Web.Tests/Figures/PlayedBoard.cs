using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Live;
using KhcnIoc.Core.Packs;
using KhcnIoc.TestSupport;

namespace KhcnIoc.Web.Tests.Figures;

/// <summary>A board that says what it is told: for tests of pages without the evaluation behind.</summary>
internal sealed class PlayedBoard(ProvincePack pack, DateTimeOffset at) : IBoardView
{
    private readonly Dictionary<SeriesKey, FigureExplanation> _explained = [];

    public BoardMoment Moment { get; init; } = BoardMoment.Present;
    public DateTimeOffset At => at;
    public long Commit { get; init; } = 100;
    public long Sequence => 1;
    public IEnumerable<SeriesKey> Keys => _explained.Keys;

    public PlayedBoard With(FigureExplanation explanation)
    {
        _explained[explanation.Figure.Key] = explanation;
        return this;
    }

    public FigureState Get(SeriesKey key) => Explain(key).Figure;

    public FigureExplanation Explain(SeriesKey key) =>
        _explained.GetValueOrDefault(key) ?? new() { Figure = new FigureState { Key = key, StandingReason = StandingReason.NoFigure } };

    public TargetPath? PathOf(string indicator) =>
        pack.Targets.TryGetValue(indicator, out var targets) ? TargetPath.Create(targets, pack.Plans, pack.Baselines.GetValueOrDefault(indicator)) : null;
}
