namespace KhcnIoc.Core.Maps;

/// <summary>One class of a value map.</summary>
/// <param name="From">The smallest value in it, as shown.</param>
/// <param name="To">The greatest value in it, as shown.</param>
/// <param name="Count">How many communes it holds.</param>
/// <param name="Step">Its colour, 1 (least) to 7 (most); the steps of fewer classes are spread over all seven.</param>
public sealed record ValueClass(decimal From, decimal To, int Count, int Step);

/// <summary>Sorts communes into classes of about equal size (quantiles), so that a few very large ones do not leave all others in one colour. Pure.</summary>
/// <remarks>Equal values as shown are never parted. Five classes up to 40 values, six up to 120, then seven; fewer where there are fewer different values.</remarks>
public static class ValueClasses
{
    /// <summary>The classes, least first; none without values.</summary>
    /// <param name="values">One a commune, in the indicator's unit.</param>
    /// <param name="decimals">Decimals that are shown.</param>
    public static IReadOnlyList<ValueClass> Of(IEnumerable<decimal> values, int decimals)
    {
        var groups = values.Select(v => Shown(v, decimals)).GroupBy(v => v).OrderBy(g => g.Key).Select(g => (Value: g.Key, Count: g.Count())).ToList();
        if (groups.Count == 0) return [];

        var all = groups.Sum(g => g.Count);
        var most = Math.Min(groups.Count, all <= 40 ? 5 : all <= 120 ? 6 : 7);
        var classes = new List<(decimal From, decimal To, int Count)>();
        var (taken, next) = (0, 0);
        while (next < groups.Count)
        {
            // What is left is shared by the classes that are left, and each of those keeps at least one value.
            var left = most - classes.Count;
            var share = (all - taken) / (double)left;
            var (from, count) = (groups[next].Value, 0);
            do
            {
                count += groups[next].Count;
                next++;
            }
            while (next < groups.Count && groups.Count - next > left - 1 && (left == 1 || count + (groups[next].Count / 2.0) <= share));
            classes.Add((from, groups[next - 1].Value, count));
            taken += count;
        }

        return [.. classes.Select((c, i) => new ValueClass(c.From, c.To, c.Count, classes.Count == 1 ? 4 : 1 + (int)Math.Round(6.0 * i / (classes.Count - 1))))];
    }

    /// <summary>The class of a value that was among those the classes were made from.</summary>
    public static ValueClass Find(IReadOnlyList<ValueClass> classes, decimal value, int decimals)
    {
        var shown = Shown(value, decimals);
        return classes.First(c => shown <= c.To);
    }

    private static decimal Shown(decimal value, int decimals) => decimal.Round(value, decimals, MidpointRounding.AwayFromZero);
}
