using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.SignalR;

namespace KhcnIoc.Web.Live;

/// <summary>Keeps the hub's open connections at hand, so that a channel can write to each one on its own.</summary>
/// <remarks>
/// SignalR's groups await the slowest member and let its writes pile up behind a lock; a wall behind a bad link would then hold the others and grow a queue
/// (DESIGN rule 7). Writing to connections singly lets a channel skip one that has not taken the last message yet.
/// </remarks>
internal sealed class KpiConnections(ILogger<DefaultHubLifetimeManager<KpiHub>> logger) : DefaultHubLifetimeManager<KpiHub>(logger)
{
    private readonly ConcurrentDictionary<string, HubConnectionContext> _connections = new(StringComparer.Ordinal);

    public int Count => _connections.Count;

    public bool TryGet(string connectionId, [NotNullWhen(true)] out HubConnectionContext? connection) => _connections.TryGetValue(connectionId, out connection);

    public override Task OnConnectedAsync(HubConnectionContext connection)
    {
        _connections[connection.ConnectionId] = connection;
        return base.OnConnectedAsync(connection);
    }

    public override Task OnDisconnectedAsync(HubConnectionContext connection)
    {
        _connections.TryRemove(connection.ConnectionId, out _);
        return base.OnDisconnectedAsync(connection);
    }
}
