using System.Globalization;
using Microsoft.AspNetCore.SignalR;

namespace KhcnIoc.Web.Live;

/// <summary>Live figures for walls and for other programs (docs/api.md, "Following a dashboard").</summary>
/// <remarks>
/// A client calls one of the two methods after each connect and whenever it finds a gap in the numbers; the first message is a snapshot.
/// Access is checked before the hub is reached (AccessGate).
/// </remarks>
internal sealed class KpiHub(DashboardChannels channels, HubLifetimeManager<KpiHub> connections, TimeProvider time) : Hub
{
    private const string ViewerItem = "viewer";

    /// <summary>Follows a dashboard as data: <c>Snapshot</c>, then <c>Changes</c>, both <see cref="BoardMessage"/>.</summary>
    /// <exception cref="HubException">There is no dashboard of that code.</exception>
    public void Follow(string dashboard) => Join(dashboard, ViewerKind.Data, Cultures.Default, 0);

    /// <summary>Follows a dashboard as a wall: <c>WallSnapshot</c>, then <c>WallChanges</c>, <c>WallPage</c> and <c>Beat</c>.</summary>
    /// <param name="dashboard">Dashboard code.</param>
    /// <param name="culture">A culture the product speaks (<c>vi-VN</c>, <c>en-GB</c>); another one gives Vietnamese.</param>
    /// <param name="tilesPerPage">How many tiles the display's pages hold, as its page says; walls of one size turn together.</param>
    /// <exception cref="HubException">There is no dashboard of that code.</exception>
    public void WatchWall(string dashboard, string culture, int tilesPerPage) =>
        Join(dashboard, ViewerKind.Wall, Cultures.Of(culture), Math.Clamp(tilesPerPage, 1, 96));

    /// <inheritdoc/>
    public override Task OnDisconnectedAsync(Exception? exception)
    {
        Leave();
        return Task.CompletedTask;
    }

    private void Join(string dashboard, ViewerKind kind, CultureInfo culture, int tilesPerPage)
    {
        if (channels.Find(dashboard) is not { } channel) throw new HubException($"unknown-dashboard: {(dashboard is { Length: > 60 } ? dashboard[..60] : dashboard)}");
        var before = Leave();
        if (!((KpiConnections)connections).TryGet(Context.ConnectionId, out var connection)) return;
        var viewer = new HubViewer(connection, kind, culture, tilesPerPage, time, before);
        Context.Items[ViewerItem] = (channel, viewer);
        channel.Join(viewer);
    }

    private HubViewer? Leave()
    {
        if (!Context.Items.Remove(ViewerItem, out var item) || item is not (DashboardChannel channel, HubViewer viewer)) return null;
        channel.Leave(viewer);
        return viewer;
    }
}
