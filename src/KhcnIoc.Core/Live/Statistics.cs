namespace KhcnIoc.Core.Live;

/// <summary>The little arithmetic that ranks and doubts share.</summary>
internal static class Statistics
{
    /// <summary>A value as a screen shows it; half a step goes away from zero, as number formats do.</summary>
    public static decimal AsShown(decimal value, int decimals) => Math.Round(value, decimals, MidpointRounding.AwayFromZero);

    /// <summary>The middle of ascending values, the mean of the two middle ones for an even number; at most four decimals.</summary>
    public static decimal Median(IReadOnlyList<decimal> ascending)
    {
        var middle = ascending.Count / 2;
        return ascending.Count % 2 == 1 ? ascending[middle] : Math.Round((ascending[middle - 1] + ascending[middle]) / 2, 4, MidpointRounding.AwayFromZero);
    }
}
