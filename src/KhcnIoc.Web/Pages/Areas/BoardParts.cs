using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using KhcnIoc.Core.Feeds;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Live;
using KhcnIoc.Core.Packs;

namespace KhcnIoc.Web.Pages.Areas;

/// <summary>A board's figures by area, by agency and by indicator, and the ranks in them. Made in one pass; only figures with a value. Immutable to its users, thread-safe.</summary>
internal sealed class BoardParts
{
    private static readonly IReadOnlyDictionary<string, FigureState> s_none = new Dictionary<string, FigureState>();
    private readonly ProvincePack _pack;
    private readonly IBoardView _board;
    private readonly Dictionary<string, Dictionary<string, FigureState>> _byArea = new(StringComparer.Ordinal), _byAgency = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Ranks> _communes = new(StringComparer.Ordinal), _agencies = new(StringComparer.Ordinal);
    private Tuple<FeedBook, Dictionary<string, FeedScore>>? _scores;

    public BoardParts(ProvincePack pack, IBoardView board)
    {
        (_pack, _board) = (pack, board);
        foreach (var key in board.Keys)
        {
            var figure = board.Get(key);
            if (figure.Value is null || !pack.Indicators.ContainsKey(key.Indicator)) continue;
            if (key.Agency.Length == 0) Keep(_byArea, key.Area, figure);
            else if (key.Area == pack.Province.Code) Keep(_byAgency, key.Agency, figure);
        }
    }

    /// <summary>How well each feed does its part, by code.</summary>
    /// <param name="book">What feeds brought lately; left out of the scores of the past, which it is not of.</param>
    public IReadOnlyDictionary<string, FeedScore> Scores(FeedBook book)
    {
        if (Volatile.Read(ref _scores) is { } kept && ReferenceEquals(kept.Item1, book)) return kept.Item2;
        IReadOnlyList<FeedTally> tallies = _board.Moment.IsPresent && book.Tallies is { } known ? [.. known.Values] : [];
        var scores = FeedScores.Of(_pack, _board, tallies).ToDictionary(s => s.Feed, StringComparer.Ordinal);
        Volatile.Write(ref _scores, Tuple.Create(book, scores));
        return scores;
    }

    /// <summary>Figures of whole areas and of the province's agencies.</summary>
    public IEnumerable<FigureState> All => _byArea.Values.Concat(_byAgency.Values).SelectMany(f => f.Values);

    public bool IsOf(IBoardView board) =>
        ReferenceEquals(board, _board) || (board.Moment.IsPresent && _board.Moment.IsPresent && board.Sequence == _board.Sequence && board.Commit == _board.Commit);

    /// <summary>An area's figures by indicator.</summary>
    public IReadOnlyDictionary<string, FigureState> OfArea(string area) => _byArea.GetValueOrDefault(area) ?? s_none;

    /// <summary>An agency's figures by indicator.</summary>
    public IReadOnlyDictionary<string, FigureState> OfAgency(string agency) => _byAgency.GetValueOrDefault(agency) ?? s_none;

    public bool TryGet(SeriesKey key, [NotNullWhen(true)] out FigureState? figure) =>
        (key.Agency.Length == 0 ? OfArea(key.Area) : OfAgency(key.Agency)).TryGetValue(key.Indicator, out figure);

    /// <summary>The communes by one indicator.</summary>
    public Ranks Communes(Indicator indicator) => _communes.GetOrAdd(indicator.Code, _ => new(indicator, [.. _pack.Communes.Select(c => Input(indicator, new(indicator.Code, c.Code), c.Code, c.Population))]));

    /// <summary>The agencies that have a figure, by one indicator.</summary>
    public Ranks Agencies(Indicator indicator) => _agencies.GetOrAdd(
        indicator.Code, _ => new(indicator, [.. _pack.Agencies.Keys.Where(a => OfAgency(a).ContainsKey(indicator.Code)).Select(a => Input(indicator, new(indicator.Code, _pack.Province.Code, a), a, null))]));

    private RankInput Input(Indicator indicator, SeriesKey key, string code, long? population) =>
        new(code, TryGet(key, out var figure) ? figure : new FigureState { Key = key, StandingReason = StandingReason.NoFigure }, indicator.Weight == "population" ? population : null);

    private static void Keep(Dictionary<string, Dictionary<string, FigureState>> figures, string place, FigureState figure)
    {
        if (!figures.TryGetValue(place, out var own)) figures[place] = own = new(StringComparer.Ordinal);
        own[figure.Key.Indicator] = figure;
    }

    /// <summary>All parts by one indicator.</summary>
    internal sealed class Ranks
    {
        private readonly Dictionary<string, RankedPart> _byCode;

        public Ranks(Indicator indicator, IReadOnlyList<RankInput> inputs)
        {
            Parts = Ranking.Of(indicator, inputs);
            _byCode = Parts.ToDictionary(p => p.Code, StringComparer.Ordinal);
            Ranked = Parts.Count(p => p.Rank is not null);
            Middle = Ranking.Middle(indicator, inputs.Select(i => i.Figure));
            foreach (var part in Parts)
            {
                if (part is not { Rank: not null, Figure.Value: { } value }) continue;
                Lowest = Math.Min(Lowest ?? value, value);
                Highest = Math.Max(Highest ?? value, value);
            }
        }

        /// <summary>Best first.</summary>
        public IReadOnlyList<RankedPart> Parts { get; }

        /// <summary>How many have a rank.</summary>
        public int Ranked { get; }

        /// <summary>The middle of all of them.</summary>
        public GroupMiddle? Middle { get; }

        /// <summary>The ends of the values that are ranked; <see langword="null"/> = none is.</summary>
        public decimal? Lowest { get; }
        public decimal? Highest { get; }

        public RankedPart? Find(string code) => _byCode.GetValueOrDefault(code);
    }
}

/// <summary>Keeps the parts of the newest boards asked for, one of the present and one of the past: whoever looks at another commune of the same board shares them.</summary>
internal sealed class BoardPartsCache(ProvincePack pack)
{
    private BoardParts? _present, _past;

    public BoardParts Of(IBoardView board)
    {
        ref var kept = ref board.Moment.IsPresent ? ref _present : ref _past;
        if (Volatile.Read(ref kept) is { } newest && newest.IsOf(board)) return newest;
        var made = new BoardParts(pack, board);
        Volatile.Write(ref kept, made);
        return made;
    }
}
