using KhcnIoc.Core.Feeds;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Packs;

namespace KhcnIoc.Core.Live;

/// <summary>
/// Holds the observations that shown figures stand on and computes figures from them. One writer; not thread-safe. No clock, no I/O.
/// </summary>
/// <remarks>Rules: DESIGN "Semantics". Memory is bounded: per series and feed at most 40 periods, for flows those of this and last year.</remarks>
public sealed partial class FigureEvaluator
{
    // Implemented in FigureEvaluator.*.cs:
    //   public FigureEvaluator(ProvincePack pack)
    //   public void Load(BoardHistory history)
    //   public IReadOnlyCollection<SeriesKey> Apply(IReadOnlyList<Observation> observations)
    //       takes in newly committed observations; returns the keys whose figure may have changed (the series itself, the roll-ups above it, tiles it is a comparison for)
    //   public FigureState Evaluate(SeriesKey key, DateTimeOffset now)
    //   public IReadOnlyCollection<SeriesKey> Keys          all series that have observations, and the province's series of every catalogue indicator
    //   public IReadOnlyList<(SeriesKey Series, Baseline Baseline, long ObservationId)> TakeNewBaselines()
    //       baselines found since the last call, for the store to keep
    //   public void SetFeedFailed(string feed, bool failed)  pull, file and queue feeds only
}
