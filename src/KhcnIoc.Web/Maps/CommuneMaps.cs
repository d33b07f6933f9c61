using KhcnIoc.Core.Maps;
using KhcnIoc.Core.Packs;
using KhcnIoc.Web.Hosting;

namespace KhcnIoc.Web.Maps;

/// <summary>The maps of the province: the schematic one from the start, imported ones as soon as the store has answered. Reads of them never wait for the database.</summary>
internal sealed partial class CommuneMaps(ProvincePack pack, IBoundaryStore store, MapAssets assets, Readiness readiness, TimeProvider time, ILogger<CommuneMaps> logger)
    : BackgroundService, ICommuneMaps
{
    private readonly Lazy<MapGeometry> _schematic = new(() =>
    {
        var map = SchematicMap.Compute(pack.Communes);
        assets.Add(map);
        return map;
    });

    /// <summary>How many withdrawn maps stay readable for pages that were opened before.</summary>
    private const int MostWithdrawn = 4;

    // Oldest first; touched by one reload at a time.
    private readonly List<MapGeometry> _withdrawn = [];
    private readonly SemaphoreSlim _reloading = new(1, 1);

    // In force from a day, newest import last; withdrawn ones are not in it.
    private volatile IReadOnlyList<MapGeometry> _imported = [];

    /// <summary>The map that the product computes itself.</summary>
    public MapGeometry Schematic => _schematic.Value;

    public MapGeometry On(DateOnly day)
    {
        MapGeometry? best = null;
        foreach (var map in _imported)
        {
            // Of two that begin on the same day the later import corrects the earlier.
            if (map.ValidFrom <= day && (best is null || map.ValidFrom >= best.ValidFrom)) best = map;
        }

        return best ?? Schematic;
    }

    /// <summary>Takes over what the store holds now. Called after each change.</summary>
    public async Task ReloadAsync(CancellationToken cancellationToken)
    {
        // One after the other: an older answer must not replace a newer one.
        await _reloading.WaitAsync(cancellationToken);
        try
        {
            var maps = new List<MapGeometry>();
            foreach (var version in (await store.ListAsync(cancellationToken)).Where(v => v.WithdrawnAt is null).OrderBy(v => v.Id))
            {
                if (StoredGeometry.Read(version, pack.Communes) is not { } map)
                {
                    Log.Unreadable(logger, version.Id);
                    continue;
                }

                assets.Add(map);
                maps.Add(map);
            }

            var addresses = maps.Select(MapAssets.Address).Append(MapAssets.Address(Schematic)).ToHashSet(StringComparer.Ordinal);
            _withdrawn.AddRange(_imported);
            _withdrawn.RemoveAll(m => addresses.Contains(MapAssets.Address(m)));
            foreach (var old in _withdrawn.Take(_withdrawn.Count - MostWithdrawn)) assets.Remove(old);
            _withdrawn.RemoveRange(0, Math.Max(0, _withdrawn.Count - MostWithdrawn));
            _imported = maps;
        }
        finally
        {
            _reloading.Release();
        }
    }

    public override void Dispose()
    {
        _reloading.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        _ = _schematic.Value;
        var delay = TimeSpan.FromSeconds(1);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                // Before the store has been migrated there is nothing to read.
                while (!readiness.IsReady) await Task.Delay(TimeSpan.FromMilliseconds(200), time, stoppingToken);
                await ReloadAsync(stoppingToken);
                return;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                Log.NotLoaded(logger, delay.TotalSeconds, exception);
                await Task.Delay(delay, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                delay = TimeSpan.FromSeconds(Math.Min(30, delay.TotalSeconds * 2));
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(4101, LogLevel.Warning, "Imported boundaries cannot be read; the schematic map stands in; next try in {Seconds} s")]
        public static partial void NotLoaded(ILogger logger, double seconds, Exception exception);

        [LoggerMessage(4102, LogLevel.Error, "The boundaries of version {Version} are not readable; they are left out")]
        public static partial void Unreadable(ILogger logger, int version);
    }
}
