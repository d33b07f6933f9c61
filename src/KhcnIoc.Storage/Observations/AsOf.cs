using KhcnIoc.Core.Indicators;

namespace KhcnIoc.Storage.Observations;

/// <summary>What bounds the search for figures that a moment of the past knew already and that end after it.</summary>
internal static class AsOf
{
    /// <summary>So many index entries of a pair behind the moment are simply looked through.</summary>
    public const int FewEntries = 100;

    /// <summary>So many rows of a series are looked at, last received first, for those received after what the board has already.</summary>
    public const int LastReceived = 64;

    /// <summary>Rows are stored in the order of reception to within this: a batch waits in the queue, clocks are set.</summary>
    public static readonly TimeSpan Disorder = TimeSpan.FromHours(1);

    /// <summary>How far after its reception an instant may lie, with room to spare: the checks allow five minutes.</summary>
    public static readonly TimeSpan ClocksAhead = TimeSpan.FromMinutes(15);

    /// <summary>The first local midnight after an instant; both in Unix milliseconds.</summary>
    public static long MidnightAfter(long instant) =>
        ProvinceCalendar.StartOf(ProvinceCalendar.DayOf(DateTimeOffset.FromUnixTimeMilliseconds(instant)).AddDays(1)).ToUnixTimeMilliseconds();
}
