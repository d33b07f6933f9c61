using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using KhcnIoc.Core.Live;
using KhcnIoc.Core.Packs;
using KhcnIoc.Web.Views;

namespace KhcnIoc.Web.Live;

/// <summary>One channel per dashboard that somebody has looked at.</summary>
internal sealed class DashboardChannels(
    ProvincePack pack, LiveBoard board, ViewFactory factory, TimeProvider time, ServerIdentity identity, LiveMetrics metrics, ILogger<DashboardChannel> logger) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<DashboardChannel>> _channels = new(StringComparer.Ordinal);

    /// <summary>The channel of a dashboard; <see langword="null"/> = there is no dashboard of that code.</summary>
    public DashboardChannel? Find(string? code)
    {
        if (code is null || !pack.Dashboards.TryGetValue(code, out var dashboard)) return null;
        var channel = _channels.GetOrAdd(code, _ => new Lazy<DashboardChannel>(() => new DashboardChannel(dashboard, pack, board, factory, time, identity, metrics, logger)));
        try
        {
            return channel.Value;
        }
        catch
        {
            // It would throw the same for ever; the next who looks makes another.
            _channels.TryRemove(new(code, channel));
            throw;
        }
    }

    /// <summary>Screens that follow any dashboard now.</summary>
    public int ViewerCount => _channels.Values.Where(c => c.IsValueCreated).Sum(c => c.Value.ViewerCount);

    public async ValueTask DisposeAsync()
    {
        foreach (var channel in _channels.Values.Where(c => c.IsValueCreated)) await channel.Value.DisposeAsync();
    }
}

/// <summary>Which process and which build answers.</summary>
/// <param name="Epoch">New with each start of the process.</param>
/// <param name="Build">The same for every process of one build.</param>
internal sealed record ServerIdentity(string Epoch, string Build);

/// <summary>Counters of the display side.</summary>
internal sealed class LiveMetrics : IDisposable
{
    private readonly Meter _meter = new("KhcnIoc.Live");
    private readonly Counter<long> _skipped;

    public LiveMetrics() => _skipped = _meter.CreateCounter<long>("ioc.live.skipped", description: "Messages not sent to a screen that had not taken the one before; it got a snapshot later.");

    public void Skipped() => _skipped.Add(1);

    public void Dispose() => _meter.Dispose();
}
