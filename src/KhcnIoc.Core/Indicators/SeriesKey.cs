namespace KhcnIoc.Core.Indicators;

/// <summary>A series: an indicator for one area and, where it is split by agency, one agency.</summary>
/// <param name="Indicator">Indicator code.</param>
/// <param name="Area">Area code.</param>
/// <param name="Agency">Agency code; empty = the whole area.</param>
public readonly record struct SeriesKey(string Indicator, string Area, string Agency = "") : IComparable<SeriesKey>
{
    public int CompareTo(SeriesKey other)
    {
        var order = string.CompareOrdinal(Indicator, other.Indicator);
        if (order == 0) order = string.CompareOrdinal(Area, other.Area);
        return order != 0 ? order : string.CompareOrdinal(Agency, other.Agency);
    }

    public static bool operator <(SeriesKey left, SeriesKey right) => left.CompareTo(right) < 0;
    public static bool operator >(SeriesKey left, SeriesKey right) => left.CompareTo(right) > 0;
    public static bool operator <=(SeriesKey left, SeriesKey right) => left.CompareTo(right) <= 0;
    public static bool operator >=(SeriesKey left, SeriesKey right) => left.CompareTo(right) >= 0;

    public override string ToString() => Agency.Length == 0 ? $"{Indicator}/{Area}" : $"{Indicator}/{Area}/{Agency}";
}
