using KhcnIoc.Core.Feeds;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Live;
using KhcnIoc.Core.Packs;
using KhcnIoc.Storage;
using Microsoft.Extensions.Options;

namespace KhcnIoc.Web.Hosting;

/// <summary>Opens the store, brings it up to date, fills the board, then lets the pipeline run. Tries for ever: a database that is away at the start comes back.</summary>
internal sealed partial class StoreStartup(
    IStoreMigrator migrator, IObservationStore store, IFeedStore feeds, ProvincePack pack, LiveBoard board, IngestPipeline pipeline,
    Readiness readiness, IOptions<IocOptions> options, TimeProvider time, ILogger<StoreStartup> logger) : BackgroundService
{
    /// <summary>Points of history that a sparkline may show.</summary>
    private const int NewestPerSeries = 40;

    private FileStream? _lock;

    public override void Dispose()
    {
        _lock?.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        var delay = TimeSpan.FromMilliseconds(500);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await OpenAsync(stoppingToken);
                break;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                readiness.Waiting(ReasonOf(exception));
                Log.StoreNotReady(logger, delay.TotalSeconds, exception);
                await Task.Delay(delay, time, stoppingToken);
                delay = TimeSpan.FromSeconds(Math.Min(30, delay.TotalSeconds * 2));
            }
        }

        await pipeline.RunAsync(stoppingToken);
    }

    // Anyone may read it at /readyz: names of servers, files and users stay in the log.
    private static string ReasonOf(Exception exception) => exception switch
    {
        DataDirectoryInUseException => "store: the data directory is in use or cannot be written (see the log, event 1001)",
        StoreUnavailableException { Trouble: StoreTrouble.Full } => "store: full (see the log, event 1001)",
        StoreUnavailableException { Trouble: StoreTrouble.Locked } => "store: locked (see the log, event 1001)",
        _ => "store: cannot be opened (see the log, event 1001)",
    };

    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        TakeDataDirectory();
        await migrator.MigrateAsync(cancellationToken);
        readiness.Waiting("board: not loaded yet");
        var thisYear = ProvinceCalendar.DayOf(time.GetUtcNow()).Year;
        var flows = pack.Catalogue.Where(i => i.Kind == IndicatorKind.Flow).Select(i => i.Code).ToHashSet(StringComparer.Ordinal);
        var history = await store.LoadBoardHistoryAsync(
            new() { NewestPerSeries = NewestPerSeries, NewestPerPart = NewestPerSeries, FlowsSince = ProvinceCalendar.StartOf(new DateOnly(thisYear - 1, 1, 1)), FlowIndicators = flows }, cancellationToken);
        board.Faulted = (series, exception) => Log.FigureFailed(logger, series.ToString(), exception);
        board.Load(history);
        pipeline.StartAfter(history.Observations.Count == 0 ? 0 : history.Observations.Max(o => o.Id));
        pipeline.Committed = OnCommitted;
        pipeline.Failed = exception => Log.WriteFailed(logger, exception);
        readiness.Ready();
        Log.Loaded(logger, history.Observations.Count, board.Current.Figures.Count, history.Commit, time.GetElapsedTime(started).TotalMilliseconds);
        _ = TakeInPublishedAsync(cancellationToken);
    }

    /// <summary>One server a data directory: a second one would clean up what the first has pending. The system lets go of the lock however the process ends.</summary>
    private void TakeDataDirectory()
    {
        if (_lock is not null) return;
        var file = Path.Combine(Path.GetFullPath(options.Value.DataDirectory), "server.lock");
        try
        {
            _lock = new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception)
        {
            throw new DataDirectoryInUseException($"Another server uses the data directory ({file} is locked); stop it, or set Ioc:DataDirectory.", exception);
        }
    }

    private void OnCommitted(long commit, IReadOnlyList<Observation> observations)
    {
        try
        {
            foreach (var (series, baseline, id) in board.Apply(commit, observations)) _ = KeepBaselineAsync(series, baseline, id);
        }
        catch (Exception exception)
        {
            // The observations are stored; a fault of the evaluation must not turn an acknowledged write into an error for its sender.
            Log.ApplyFailed(logger, commit, exception);
        }
    }

    private async Task KeepBaselineAsync(SeriesKey series, Baseline baseline, long observationId)
    {
        try
        {
            await store.KeepBaselineAsync(series, baseline, observationId, CancellationToken.None);
        }
        catch (Exception exception)
        {
            // It is found again from the observations at the next start.
            Log.BaselineNotKept(logger, series.ToString(), exception);
        }
    }

    /// <summary>The pack's published figures go the way of every other figure, as feed <c>published</c>; at later starts all of them are duplicates.</summary>
    private async Task TakeInPublishedAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (pack.Published.Count == 0) return;
            var feed = await feeds.RegisterAsync("published", "Số liệu đã công bố", simulated: false, cancellationToken);
            var (stored, duplicates, rejected) = (0, 0, 0);

            // A batch for each file: a figure is led back to its file and line.
            foreach (var file in pack.Published.GroupBy(f => f.File))
            {
                var figures = file.ToList();
                var readings = figures.Select((figure, index) => ReadingParser.FromFields(
                    index, string.Join(" · ", figure.Fields.Select(f => $"{f.Key}={f.Value}")), name => figure.Fields.GetValueOrDefault(name), figure.Line)).ToList();
                var batch = new ReadingValidator(pack).CheckAll(feed.Code, new ParsedBody(readings, []), time.GetUtcNow(), "pack", file.Key);
                if (await pipeline.SubmitAsync(batch, cancellationToken) is not { } outcome) return;
                foreach (var rejection in outcome.Rejections) Log.PublishedRejected(logger, figures[rejection.Index].Line, rejection.Field, rejection.Code, rejection.Reason);
                (stored, duplicates, rejected) = (stored + outcome.Stored.Count, duplicates + outcome.Duplicates, rejected + outcome.Rejections.Count);
            }

            Log.Published(logger, stored, duplicates, rejected);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
        catch (Exception exception)
        {
            Log.PublishedFailed(logger, exception);
        }
    }

    private sealed class DataDirectoryInUseException(string message, Exception inner) : IOException(message, inner);

    private static partial class Log
    {
        [LoggerMessage(1001, LogLevel.Warning, "The store is not ready; next try in {Seconds} s")]
        public static partial void StoreNotReady(ILogger logger, double seconds, Exception exception);

        [LoggerMessage(1002, LogLevel.Information, "Board loaded: {Observations} observations, {Figures} figures, commit {Commit}, {Milliseconds} ms")]
        public static partial void Loaded(ILogger logger, int observations, int figures, long commit, double milliseconds);

        [LoggerMessage(1003, LogLevel.Error, "The store could not take a batch; its sender was told")]
        public static partial void WriteFailed(ILogger logger, Exception exception);

        [LoggerMessage(1004, LogLevel.Error, "Commit {Commit} is stored but could not be evaluated")]
        public static partial void ApplyFailed(ILogger logger, long commit, Exception exception);

        [LoggerMessage(1005, LogLevel.Warning, "The baseline of {Series} could not be kept")]
        public static partial void BaselineNotKept(ILogger logger, string series, Exception exception);

        [LoggerMessage(1006, LogLevel.Information, "Published figures of the pack: {Stored} new, {Duplicates} known, {Rejected} rejected")]
        public static partial void Published(ILogger logger, int stored, int duplicates, int rejected);

        [LoggerMessage(1007, LogLevel.Warning, "Published figure of line {Line} rejected: {Field} {Code} {Reason}")]
        public static partial void PublishedRejected(ILogger logger, int line, string field, string code, string reason);

        [LoggerMessage(1009, LogLevel.Error, "The figure of {Series} could not be computed; it is shown as in error")]
        public static partial void FigureFailed(ILogger logger, string series, Exception exception);

        [LoggerMessage(1008, LogLevel.Error, "The pack's published figures could not be taken in")]
        public static partial void PublishedFailed(ILogger logger, Exception exception);
    }
}
