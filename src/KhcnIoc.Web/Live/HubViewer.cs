using System.Globalization;
using Microsoft.AspNetCore.SignalR;

namespace KhcnIoc.Web.Live;

/// <summary>What a viewer wants to be told.</summary>
internal enum ViewerKind { Wall, Data }

/// <summary>One hub connection that follows a dashboard. Called only under its channel's lock.</summary>
/// <remarks>Holds at most one message in flight. While that one is not taken, newer ones are dropped and a full snapshot follows instead: the last value wins.</remarks>
/// <param name="connection">The connection to write to.</param>
/// <param name="kind">What it wants to be told.</param>
/// <param name="culture">Language of a wall's texts.</param>
/// <param name="tilesPerPage">Size of a wall's pages.</param>
/// <param name="time">Only its monotonic side is used: a wall clock that is set must neither silence the beats nor cut anybody off.</param>
/// <param name="before">What the same connection followed until now. Its message may still be in flight, and asking again and again must not let messages pile up behind it.</param>
internal sealed class HubViewer(HubConnectionContext connection, ViewerKind kind, CultureInfo culture, int tilesPerPage, TimeProvider time, HubViewer? before = null)
{
    /// <summary>A connection that takes nothing for this long is cut; its screen will come back by itself.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private Task _inFlight = before?._inFlight ?? Task.CompletedTask;
    private long _sentAt = before?._sentAt ?? time.GetTimestamp();

    public ViewerKind Kind => kind;
    public CultureInfo Culture => culture;
    public int TilesPerPage => tilesPerPage;

    /// <summary>True where a message was dropped and a snapshot is owed.</summary>
    public bool Behind { get; private set; }

    /// <summary>Time since the last message was sent.</summary>
    public TimeSpan Silence => time.GetElapsedTime(_sentAt);

    /// <summary>Whether the connection has ended.</summary>
    public bool IsGone => connection.ConnectionAborted.IsCancellationRequested;

    /// <summary>Whether the last message has been taken. Cuts a connection that has taken nothing for too long.</summary>
    public bool IsReady()
    {
        if (_inFlight.IsCompleted) return true;
        if (Silence > Patience) connection.Abort();
        return false;
    }

    /// <summary>Drops a message: a snapshot is owed instead.</summary>
    public void Skip() => Behind = true;

    /// <summary>Sends unless the last message is still on its way. Returns whether it was sent.</summary>
    public bool TrySend(SerializedHubMessage message, bool isSnapshot)
    {
        if (!IsReady())
        {
            Skip();
            return false;
        }

        if (isSnapshot) Behind = false;
        _sentAt = time.GetTimestamp();
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
