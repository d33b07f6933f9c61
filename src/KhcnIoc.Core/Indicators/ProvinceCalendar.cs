namespace KhcnIoc.Core.Indicators;

/// <summary>The calendar of Asia/Ho_Chi_Minh: UTC+7 all year, no daylight saving since 1975-06-13.</summary>
/// <remarks>A fixed offset instead of the zone database: the product's periods all lie after 1975, and a machine without tzdata must not shift midnight.</remarks>
public static class ProvinceCalendar
{
    /// <summary>UTC+07:00.</summary>
    public static readonly TimeSpan Offset = TimeSpan.FromHours(7);

    /// <summary>The first instant of a local day, as UTC.</summary>
    public static DateTimeOffset StartOf(DateOnly day) => new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), Offset).ToUniversalTime();

    /// <summary>The local day of an instant.</summary>
    public static DateOnly DayOf(DateTimeOffset instant) => DateOnly.FromDateTime(instant.ToOffset(Offset).DateTime);

    /// <summary>The instant with the local clock's reading.</summary>
    public static DateTimeOffset ToLocal(DateTimeOffset instant) => instant.ToOffset(Offset);
}
