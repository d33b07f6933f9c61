namespace KhcnIoc.Core.Dashboards;

/// <summary>Decides which page a set of walls shows. Pure: the caller says what time it is and what changed.</summary>
/// <remarks>
/// A page stays for its time. If one of its tiles changed value in the last seconds, the page waits until it is quiet, so that news are read before the page
/// turns, but never longer than its time once more: a page that changes all the time must not keep the others from being seen.
/// </remarks>
public sealed class PageRotation
{
    /// <summary>How long a page has to be without news before it may turn.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromSeconds(5);

    private readonly int _pageCount;
    private readonly TimeSpan _stay;
    private DateTimeOffset _since;
    private DateTimeOffset _lastNews;

    /// <param name="pageCount">Number of pages, at least 1.</param>
    /// <param name="stay">How long a page is shown.</param>
    /// <param name="now">When the first page is first shown.</param>
    public PageRotation(int pageCount, TimeSpan stay, DateTimeOffset now)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pageCount, 1);
        (_pageCount, _stay, _since, _lastNews) = (pageCount, stay, now, DateTimeOffset.MinValue);
    }

    /// <summary>The page shown, from 0.</summary>
    public int Page { get; private set; }

    /// <summary>A tile of the shown page changed its value.</summary>
    public void News(DateTimeOffset now) => _lastNews = now;

    /// <summary>Turns the page if it is time. Returns whether it did.</summary>
    public bool Advance(DateTimeOffset now)
    {
        if (_pageCount == 1) return false;
        var shown = now - _since;

        // A clock that was set back must not freeze the wall.
        if (shown < TimeSpan.Zero) _since = now;
        if (shown < _stay) return false;
        if (now - _lastNews < Quiet && shown < _stay * 2) return false;

        Page = (Page + 1) % _pageCount;
        (_since, _lastNews) = (now, DateTimeOffset.MinValue);
        return true;
    }
}
