using System.Collections.Immutable;

namespace KhcnIoc.Web.Live;

/// <summary>Tells open pages that a minute has passed, for the clock and how long a page has been paused. One clock (<c>BoardClock</c>) for all circuits, no timers in components.</summary>
/// <remarks>Ages and data states of figures are the board's: the minute judges them anew, and a page hears through <see cref="BoardNews"/> of those that read differently.</remarks>
internal sealed partial class MinuteNews(ILogger<MinuteNews> logger)
{
    private ImmutableList<Action> _listeners = [];

    public int ListenerCount => _listeners.Count;

    /// <summary>Called off any circuit; take note and return. Dispose to leave.</summary>
    public IDisposable Listen(Action listener)
    {
        ImmutableInterlocked.Update(ref _listeners, (list, added) => list.Add(added), listener);
        return new Leaving(this, listener);
    }

    /// <summary>Only the clock service calls this.</summary>
    public void Tell()
    {
        foreach (var listener in _listeners)
        {
            try
            {
                listener();
            }
            catch (Exception exception)
            {
                Log.ListenerFailed(logger, exception);
            }
        }
    }

    private void Leave(Action listener) => ImmutableInterlocked.Update(ref _listeners, (list, gone) => list.Remove(gone), listener);

    private sealed class Leaving(MinuteNews news, Action listener) : IDisposable
    {
        public void Dispose() => news.Leave(listener);
    }

    private static partial class Log
    {
        [LoggerMessage(4003, LogLevel.Error, "A page could not take note of the minute")]
        public static partial void ListenerFailed(ILogger logger, Exception exception);
    }
}
