using System.Globalization;
using KhcnIoc.Simulator.Catalogue;
using KhcnIoc.Simulator.Schedule;
using KhcnIoc.Simulator.Sending;

namespace KhcnIoc.Simulator;

/// <summary>One run: learn the catalogue, send the history, then trickle (or load) until told to stop.</summary>
internal sealed class SimulatorRun(SimulatorOptions options, HttpClient http, TimeProvider time, TextWriter output)
{
    private const int LargestBatch = 500;
    private readonly AckStatistics _statistics = new();

    internal AckStatistics Statistics => _statistics;

    /// <returns>0 done, 2 key refused.</returns>
    internal async Task<int> RunAsync(CancellationToken stop)
    {
        var started = time.GetTimestamp();
        var sender = new ObservationSender(http, time, _statistics, output);
        try
        {
            var catalogue = CatalogueReader.Read(await sender.GetAsync("api/v1/indicators", stop), await sender.GetAsync("api/v1/areas", stop), options.ProvinceOnly, options.Areas);
            var planner = new Planner(catalogue, options.Seed, time);
            await output.WriteLineAsync($"Simulating {catalogue.Indicators.Count} indicators for {catalogue.Province.Code} with {catalogue.Communes.Count} communes, seed {options.Seed}.");
            if (options.Load)
            {
                await LoadAsync(planner, sender, stop);
            }
            else
            {
                if (options.Backfill > 0)
                {
                    foreach (var batch in planner.Backfill(options.Backfill).Chunk(options.Batch ?? LargestBatch)) await sender.SendAsync(batch, stop);
                    await output.WriteLineAsync(_statistics.Line("backfill"));
                }

                if (options.Once) await sender.SendAsync([.. planner.Round()], stop);
                else await TrickleAsync(planner, sender, stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Asked to stop, or the duration is over: the summary below is the normal end.
        }
        catch (KeyRefusedException refused)
        {
            await output.WriteLineAsync(refused.Message);
            return 2;
        }

        var seconds = time.GetElapsedTime(started).TotalSeconds;
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{_statistics.Line("summary")} seconds={seconds:0.0} per-second={_statistics.Accepted / Math.Max(0.001, seconds):0.0}"));
        return 0;
    }

    private async Task TrickleAsync(Planner planner, ObservationSender sender, CancellationToken stop)
    {
        var end = End();
        var size = options.Batch ?? 1;
        var pace = TimeSpan.FromSeconds(size / options.Rate);
        var next = time.GetTimestamp();
        var lastLine = next;
        while (end is null || time.GetUtcNow() < end)
        {
            var batch = new List<SimReading>();
            while (batch.Count < size) batch.AddRange(planner.Next());
            foreach (var part in batch.Chunk(LargestBatch)) await sender.SendAsync(part, stop);
            if (time.GetElapsedTime(lastLine) >= TimeSpan.FromMinutes(1))
            {
                lastLine = time.GetTimestamp();
                await output.WriteLineAsync(_statistics.Line("trickle"));
            }

            // Paced by the clock, not by the answers; after an outage it goes on quietly instead of catching up in a burst.
            next += (long)(pace.TotalSeconds * time.TimestampFrequency);
            var now = time.GetTimestamp();
            if (next < now) next = now;
            await Task.Delay(time.GetElapsedTime(now, next), time, stop);
        }
    }

    private async Task LoadAsync(Planner planner, ObservationSender sender, CancellationToken stop)
    {
        var end = End();
        var size = options.Batch ?? LargestBatch;
        using var readings = planner.Endless().GetEnumerator();
        var gate = new Lock();
        await Task.WhenAll(Enumerable.Range(0, options.Concurrency).Select(_ => Task.Run(async () =>
        {
            while (end is null || time.GetUtcNow() < end)
            {
                var batch = new List<SimReading>(size);
                lock (gate)
                {
                    while (batch.Count < size && readings.MoveNext()) batch.Add(readings.Current);
                }

                if (batch.Count == 0) return;
                await sender.SendAsync(batch, stop);
            }
        }, stop)));
    }

    private DateTimeOffset? End() => options.Duration is { } duration ? time.GetUtcNow() + duration : null;
}
