using System.Globalization;
using Microsoft.AspNetCore.SignalR;

namespace KhcnIoc.Web.Live;

/// <summary>What a viewer wants to be told.</summary>
internal enum ViewerKind { Wall, Data }

/// <summary>One hub connection that follows a dashboard. Called only under its channel's lock.</summary>
/// <remarks>Holds at most one message in flight. While that one is not taken, newer ones are dropped and a full snapshot follows instead: the last value wins.</remarks>
internal sealed class HubViewer(HubConnectionContext connection, ViewerKind kind, CultureInfo culture, int tilesPerPage)
{
    /// <summary>A connection that takes nothing for this long is cut; its screen will come back by itself.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private Task _inFlight = Task.CompletedTask;
    private DateTimeOffset _inFlightSince;

    public ViewerKind Kind => kind;
    public CultureInfo Culture => culture;
    public int TilesPerPage => tilesPerPage;

    /// <summary>True where a message was dropped and a snapshot is owed.</summary>
    public bool Behind { get; private set; }

    public DateTimeOffset LastSentAt { get; private set; }

    /// <summary>Whether the last message has been taken.</summary>
    public bool IsReady => _inFlight.IsCompleted;

    /// <summary>Sends unless the last message is still on its way. Returns whether it was sent.</summary>
    public bool TrySend(SerializedHubMessage message, DateTimeOffset now, bool isSnapshot)
    {
        if (!_inFlight.IsCompleted)
        {
            Behind = true;
            if (now - _inFlightSince > Patience) connection.Abort();
            return false;
        }

        if (isSnapshot) Behind = false;
        LastSentAt = _inFlightSince = now;
        var write = connection.WriteAsync(message, connection.ConnectionAborted);
        _inFlight = write.IsCompletedSuccessfully ? Task.CompletedTask : SwallowAsync(write);
        return true;
    }

    // A write fails only because the connection is gone; the hub hears of that by itself.
    private static async Task SwallowAsync(ValueTask write)
    {
        try
        {
            await write;
        }
        catch (Exception exception) when (exception is OperationCanceledException or InvalidOperationException or IOException)
        {
        }
    }
}
