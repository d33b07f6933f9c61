using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Live;
using KhcnIoc.Core.Packs;

namespace KhcnIoc.TestSupport;

/// <summary>A board made of given figures, for tests of what reads boards.</summary>
public sealed class SampleBoard(ProvincePack pack, DateTimeOffset at) : IBoardView
{
    private readonly Dictionary<SeriesKey, FigureState> _figures = [];

    public BoardMoment Moment { get; init; } = BoardMoment.Present;
    public DateTimeOffset At => at;
    public long Commit { get; init; }
    public long Sequence { get; init; }
    public IEnumerable<SeriesKey> Keys => _figures.Keys;

    /// <summary>Puts a figure on the board.</summary>
    public SampleBoard With(FigureState figure)
    {
        _figures[figure.Key] = figure;
        return this;
    }

    public FigureState Get(SeriesKey key) => _figures.TryGetValue(key, out var figure) ? figure : new FigureState { Key = key };

    public FigureExplanation Explain(SeriesKey key) => new() { Figure = Get(key) };

    public TargetPath? PathOf(string indicator) =>
        pack.Targets.TryGetValue(indicator, out var targets) ? TargetPath.Create(targets, pack.Plans, pack.Baselines.GetValueOrDefault(indicator)) : null;
}
