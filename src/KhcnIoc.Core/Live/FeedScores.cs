using KhcnIoc.Core.Feeds;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Packs;

namespace KhcnIoc.Core.Live;

/// <summary>How well a feed does its part; each share 0 to 1, <see langword="null"/> = not known.</summary>
/// <param name="Feed">Its code.</param>
/// <param name="Series">How many shown figures stand on it.</param>
/// <param name="Alive">"sống": share of these that are fresh or late.</param>
/// <param name="Complete">"đủ": of indicators split by commune that it feeds, the share of the communes that have a figure from it.</param>
/// <param name="Accepted">"đúng": share of the rows it sent lately that were accepted, repeated ones included.</param>
public sealed record FeedScore(string Feed, int Series, decimal? Alive, decimal? Complete, decimal? Accepted)
{
    /// <summary>The worst of what is known.</summary>
    public decimal? Worst => new[] { Alive, Complete, Accepted }.Min();
}

/// <summary>Scores feeds by what they bring (docs/rules.md, "Feeds"). Pure.</summary>
/// <remarks>Until feeds are registered with what each of them owes, two feeds that share the communes of one indicator are each found incomplete, and "sạch" (duplicates, outliers, wrong units) is not scored at all.</remarks>
public static class FeedScores
{
    /// <param name="tallies">What each feed brought in the span to be judged, 24 hours as a rule.</param>
    /// <returns>By code: feeds that figures stand on, that brought something, or that the pack names.</returns>
    public static IReadOnlyList<FeedScore> Of(ProvincePack pack, IBoardView board, IReadOnlyList<FeedTally> tallies)
    {
        ArgumentNullException.ThrowIfNull(pack);
        ArgumentNullException.ThrowIfNull(board);
        ArgumentNullException.ThrowIfNull(tallies);
        var communes = pack.Communes.Select(c => c.Code).ToHashSet(StringComparer.Ordinal);
        var fed = new SortedDictionary<string, Fed>(StringComparer.Ordinal);
        foreach (var code in pack.Feeds.Keys.Concat(tallies.Select(t => t.Feed))) fed.TryAdd(code, new());
        foreach (var key in board.Keys)
        {
            if (ReportedOf(board.Get(key)) is not { Feed.Length: > 0 } figure) continue;
            if (!fed.TryGetValue(figure.Feed, out var feed)) fed.Add(figure.Feed, feed = new());
            feed.Series++;
            if (figure.DataState is DataState.Fresh or DataState.Late) feed.Current++;
            if (key.Agency.Length > 0 || !communes.Contains(key.Area) || !IsByCommune(pack, key.Indicator)) continue;
            feed.CommuneSeries++;
            feed.ByCommune.Add(key.Indicator);
        }

        return [.. fed.Select(f => Score(f.Key, f.Value, communes.Count, tallies.FirstOrDefault(t => t.Feed == f.Key)))];
    }

    // A roll-up stands on its parts, which are counted themselves.
    private static FigureState? ReportedOf(FigureState figure) => figure.ShareReported is null ? figure : figure.Alternative;

    private static bool IsByCommune(ProvincePack pack, string indicator) => pack.Indicators.TryGetValue(indicator, out var known) && known.Breakdown.HasFlag(Breakdown.Commune);

    private static FeedScore Score(string code, Fed feed, int communes, FeedTally? tally)
    {
        var expected = feed.ByCommune.Count * communes;
        var sent = tally is null ? 0 : tally.Stored + tally.Duplicates + tally.Rejected;
        return new(
            code,
            feed.Series,
            feed.Series == 0 ? null : (decimal)feed.Current / feed.Series,
            expected == 0 ? null : (decimal)feed.CommuneSeries / expected,
            sent == 0 ? null : (decimal)(sent - tally!.Rejected) / sent);
    }

    private sealed class Fed
    {
        public int Series { get; set; }
        public int Current { get; set; }
        public int CommuneSeries { get; set; }
        public HashSet<string> ByCommune { get; } = new(StringComparer.Ordinal);
    }
}
