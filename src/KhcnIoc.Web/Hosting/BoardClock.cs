using KhcnIoc.Core.Feeds;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Live;
using KhcnIoc.Web.Live;
using Microsoft.Extensions.Options;

namespace KhcnIoc.Web.Hosting;

/// <summary>The one clock of all screens: once a minute every figure is judged anew, once a day simulated figures are thinned out.</summary>
internal sealed partial class BoardClock(LiveBoard board, MinuteNews minutes, IObservationStore store, Readiness readiness, IOptions<IocOptions> options, TimeProvider time, ILogger<BoardClock> logger) : BackgroundService
{
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);
    private DateOnly _thinned;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            // On the minute, so that midnight moves the paths at midnight.
            var now = time.GetUtcNow();
            await Task.Delay(s_minute - TimeSpan.FromTicks(now.UtcTicks % s_minute.Ticks) + TimeSpan.FromMilliseconds(20), time, stoppingToken);
            if (!readiness.IsReady) continue;
            try
            {
                board.Age();
                minutes.Tell();
                await ThinAsync(stoppingToken);
            }
            // A command of the database that was cancelled by itself must not end the clock, and with it the server.
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                Log.ClockFailed(logger, exception);
            }
        }
    }

    private async Task ThinAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var today = ProvinceCalendar.DayOf(now);
        if (today == _thinned) return;
        var removed = await store.ThinSimulatedAsync(now.AddDays(-options.Value.SimulatedRetentionDays), cancellationToken);
        _thinned = today;
        if (removed > 0) Log.Thinned(logger, removed);
    }

    private static partial class Log
    {
        [LoggerMessage(1101, LogLevel.Error, "Judging the board anew failed")]
        public static partial void ClockFailed(ILogger logger, Exception exception);

        [LoggerMessage(1102, LogLevel.Information, "Retention removed {Removed} simulated observations")]
        public static partial void Thinned(ILogger logger, int removed);
    }
}
