using KhcnIoc.Core.Feeds;
using KhcnIoc.Core.Indicators;

namespace KhcnIoc.Web.Pages;

/// <summary>The first day that the past can be asked about: that of the store's first commit. Read once; it never changes.</summary>
internal sealed partial class StoreAge(IObservationStore store, TimeProvider time, ILogger<StoreAge> logger)
{
    private volatile object? _first;

    /// <summary>Today while the store is empty or does not answer.</summary>
    public async ValueTask<DateOnly> FirstDayAsync()
    {
        if (_first is DateOnly known) return known;
        var today = ProvinceCalendar.DayOf(time.GetUtcNow());
        try
        {
            if (await store.FirstCommitAtAsync(CancellationToken.None) is not { } at) return today;
            var first = ProvinceCalendar.DayOf(at);
            _first = first;
            return first;
        }
        catch (Exception exception)
        {
            Log.NotRead(logger, exception);
            return today;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(4004, LogLevel.Warning, "The store's first commit could not be read")]
        public static partial void NotRead(ILogger logger, Exception exception);
    }
}
