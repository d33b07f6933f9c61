using KhcnIoc.Core.Areas;
using KhcnIoc.Core.Indicators;

namespace KhcnIoc.Core.Live;

/// <summary>A commune or an agency among those it is ranked with.</summary>
/// <param name="Code">Area or agency code.</param>
/// <param name="Figure">Its figure.</param>
/// <param name="Rank">From 1, best first; equal values share the better rank; <see langword="null"/> = no figure, or one that counts differently.</param>
/// <param name="Tied">Another has the same value as shown (rounded to the indicator's decimals).</param>
/// <param name="RankBefore">Its rank one cadence before; <see langword="null"/> = it had none.</param>
/// <param name="SmallDenominator">Its denominator is so small that a few cases move the rank.</param>
public sealed record RankedPart(string Code, FigureState Figure, int? Rank, bool Tied, int? RankBefore, bool SmallDenominator)
{
    /// <summary>Places gained since before; below zero = lost.</summary>
    public int? Moved => Rank is { } now && RankBefore is { } before ? before - now : null;
}

/// <summary>What is known of a part besides its figure.</summary>
/// <param name="Code">Area or agency code.</param>
/// <param name="Figure">Its figure with its history.</param>
/// <param name="Denominator">Population or weight; <see langword="null"/> = not known.</param>
public sealed record RankInput(string Code, FigureState Figure, decimal? Denominator);

/// <summary>The middle of a group of figures.</summary>
/// <param name="Median">Middle value; the mean of the two middle ones for an even number.</param>
/// <param name="Count">How many have a figure.</param>
public sealed record GroupMiddle(decimal Median, int Count);

/// <summary>Ranks communes or agencies by one indicator (docs/rules.md, "Rank"). Pure.</summary>
/// <remarks>
/// Ranked are figures that count as the plan does; for flows those of the newest year that any of them has begun, without a hole. Late and stale ones keep
/// their rank, they are drawn as what they are. Values count as shown, rounded to the indicator's decimals: nobody is ahead by what nobody can see.
/// </remarks>
public static class Ranking
{
    /// <summary>How many cases more or fewer a rank must withstand.</summary>
    public const int FewCases = 5;

    /// <summary>Below so many cases a ratio is always marked.</summary>
    public const int FewestCases = 30;

    // A rank among a third of the communes says nothing about a rank among all of them.
    private const decimal EnoughBefore = 0.8m;

    /// <summary>Best first, those without a rank last in the given order.</summary>
    public static IReadOnlyList<RankedPart> Of(Indicator indicator, IReadOnlyList<RankInput> parts)
    {
        ArgumentNullException.ThrowIfNull(indicator);
        ArgumentNullException.ThrowIfNull(parts);
        var year = YearOf(indicator, parts.Select(p => p.Figure));
        var comparable = parts.Where(p => IsComparable(p.Figure, year)).ToList();
        var values = new Values(indicator, comparable.Select(p => p.Figure.Value!.Value));
        var before = Before(indicator, comparable);

        var ranked = comparable.Select(p =>
        {
            var rank = values.RankOf(p.Figure.Value!.Value);
            return new RankedPart(p.Code, p.Figure, rank, values.IsShared(p.Figure.Value.Value), before.GetValueOrDefault(p.Code), IsSmall(indicator, p, values, rank));
        });
        var unranked = parts.Where(p => !IsComparable(p.Figure, year)).Select(p => new RankedPart(p.Code, p.Figure, null, false, null, false));
        return [.. ranked.OrderBy(p => p.Rank), .. unranked];
    }

    /// <summary>The middle of those that have a comparable figure; <see langword="null"/> = none has.</summary>
    public static GroupMiddle? Middle(Indicator indicator, IEnumerable<FigureState> figures)
    {
        ArgumentNullException.ThrowIfNull(indicator);
        var all = figures.ToList();
        var year = YearOf(indicator, all);
        var values = all.Where(f => IsComparable(f, year)).Select(f => f.Value!.Value).Order().ToList();
        return values.Count == 0 ? null : new(Statistics.Median(values), values.Count);
    }

    /// <summary>The moment that ranks are compared with: one span of the cadence before the newest figure, in the calendar of the province; a day for realtime.</summary>
    internal static DateTimeOffset OneCadenceBefore(Cadence cadence, DateTimeOffset newest)
    {
        var local = ProvinceCalendar.ToLocal(newest);
        return cadence switch
        {
            Cadence.Monthly => local.AddMonths(-1),
            Cadence.Quarterly => local.AddMonths(-3),
            Cadence.Yearly => local.AddYears(-1),
            _ => local.AddDays(-1),
        };
    }

    // Last year's total of one part is not held against what another has of this year.
    private static int? YearOf(Indicator indicator, IEnumerable<FigureState> figures) =>
        indicator.Kind == IndicatorKind.Flow ? figures.Where(f => IsComparable(f, null)).Max(f => f.Period?.LastDay.Year) : null;

    private static bool IsComparable(FigureState figure, int? year) =>
        figure.Value is not null && figure.Method.Length == 0 && figure.MissingMonths.Count == 0
        && figure.StandingReason != StandingReason.OtherMethod && (year is null || figure.Period?.LastDay.Year == year);

    private static Dictionary<string, int?> Before(Indicator indicator, List<RankInput> parts)
    {
        if (parts.Max(p => p.Figure.EffectiveEnd) is not { } newest) return [];

        var moment = OneCadenceBefore(indicator.Cadence, newest);
        var then = new List<(string Code, decimal Value)>(parts.Count);
        foreach (var part in parts)
        {
            var history = part.Figure.History;
            for (var i = history.Count - 1; i >= 0; i--)
            {
                if (history[i].At > moment) continue;
                then.Add((part.Code, history[i].Value));
                break;
            }
        }

        if (then.Count < parts.Count * EnoughBefore) return [];
        var values = new Values(indicator, then.Select(t => t.Value));
        return then.ToDictionary(t => t.Code, t => (int?)values.RankOf(t.Value));
    }

    // Five cases more or fewer would show, and would give another rank.
    private static bool IsSmall(Indicator indicator, RankInput part, Values values, int rank)
    {
        if (CasesPer(indicator) is not { } per || part.Denominator is not > 0) return false;
        if (part.Denominator < FewestCases) return true;

        var (value, shift) = (part.Figure.Value!.Value, FewCases * per / part.Denominator.Value);
        return shift >= values.Step && (values.RankOf(value + shift, value) != rank || values.RankOf(value - shift, value) != rank);
    }

    // What a ratio is per: 100 for a percentage, 10,000 for per-10k-people. Means and indices have no cases to count.
    private static decimal? CasesPer(Indicator indicator)
    {
        if (indicator.Kind != IndicatorKind.Stock || indicator.Aggregation == Aggregation.Sum) return null;
        if (indicator.IsPercent) return 100;
        if (!indicator.Unit.StartsWith("per-", StringComparison.Ordinal)) return null;

        var number = indicator.Unit.AsSpan(4);
        var end = number.IndexOf('-');
        if (end >= 0) number = number[..end];
        var thousands = number.EndsWith("k", StringComparison.Ordinal);
        if (thousands) number = number[..^1];
        return int.TryParse(number, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var count) && count > 0
            ? count * (thousands ? 1000m : 1m)
            : null;
    }

    // Values as shown, best first.
    private sealed class Values
    {
        private readonly int _decimals;
        private readonly bool _up;
        private readonly decimal[] _sorted;

        public Values(Indicator indicator, IEnumerable<decimal> values)
        {
            (_decimals, _up) = (indicator.Decimals, indicator.Direction == Direction.Up);
            _sorted = [.. values.Select(Key).Order()];
        }

        /// <summary>One step of the last decimal shown.</summary>
        public decimal Step => new(1, 0, 0, false, (byte)_decimals);

        /// <summary>One more than the number of better values.</summary>
        /// <param name="own">A value of the list that is replaced by this one.</param>
        public int RankOf(decimal value, decimal? own = null)
        {
            var better = Below(Key(value));
            return 1 + better - (own is { } mine && Key(mine) < Key(value) ? 1 : 0);
        }

        public bool IsShared(decimal value)
        {
            var first = Below(Key(value));
            return first + 1 < _sorted.Length && _sorted[first + 1] == Key(value);
        }

        // Smaller is better here, whatever the direction.
        private decimal Key(decimal value)
        {
            var shown = Statistics.AsShown(value, _decimals);
            return _up ? -shown : shown;
        }

        private int Below(decimal key)
        {
            var (low, high) = (0, _sorted.Length);
            while (low < high)
            {
                var middle = (low + high) / 2;
                if (_sorted[middle] < key) low = middle + 1;
                else high = middle;
            }

            return low;
        }
    }
}
