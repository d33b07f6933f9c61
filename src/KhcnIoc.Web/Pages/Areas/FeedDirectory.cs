using KhcnIoc.Core.Feeds;

namespace KhcnIoc.Web.Pages.Areas;

/// <summary>What feeds are called and what they brought lately.</summary>
/// <param name="Names">By code; only feeds that have sent or may send.</param>
/// <param name="Tallies">By code, of the last <see cref="FeedDirectory.Span"/>; <see langword="null"/> = the store did not answer.</param>
internal sealed record FeedBook(IReadOnlyDictionary<string, string> Names, IReadOnlyDictionary<string, FeedTally>? Tallies);

/// <summary>Asks the store once a minute for all pages together.</summary>
internal sealed partial class FeedDirectory(IObservationStore store, IFeedStore feeds, TimeProvider time, ILogger<FeedDirectory> logger)
{
    /// <summary>Which time tallies are of.</summary>
    public static readonly TimeSpan Span = TimeSpan.FromHours(24);

    private static readonly TimeSpan s_keep = TimeSpan.FromSeconds(60);
    private readonly Lock _gate = new();
    private Task<FeedBook>? _book;
    private long _askedAt;

    public Task<FeedBook> GetAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_book is null || time.GetElapsedTime(_askedAt) >= s_keep) (_book, _askedAt) = (AskAsync(), time.GetTimestamp());
            return _book.WaitAsync(cancellationToken);
        }
    }

    // Not cancelled with the page that asked first: others wait for the same answer.
    private async Task<FeedBook> AskAsync()
    {
        try
        {
            var names = await feeds.ListAsync(CancellationToken.None);
            var tallies = await store.FeedTalliesAsync(time.GetUtcNow() - Span, CancellationToken.None);
            return new(names.ToDictionary(f => f.Code, f => f.Name, StringComparer.Ordinal), tallies.ToDictionary(t => t.Feed, StringComparer.Ordinal));
        }
        catch (Exception exception)
        {
            // The page's own figures come from the board: they must not go away with this.
            Log.NotAnswered(logger, exception);
            return new(new Dictionary<string, string>(), null);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(4010, LogLevel.Warning, "What feeds brought cannot be read")]
        public static partial void NotAnswered(ILogger logger, Exception exception);
    }
}
