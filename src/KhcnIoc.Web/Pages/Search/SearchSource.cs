using KhcnIoc.Core.Feeds;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Live;
using KhcnIoc.Core.Packs;

namespace KhcnIoc.Web.Pages.Search;

/// <summary>The index that searches use: the pack at once, the store's documents as soon as they are read in the background. Never waits for the store.</summary>
internal sealed partial class SearchSource(ProvincePack pack, IObservationStore store, LiveBoard board, TimeProvider time, ILogger<SearchSource> logger)
{
    /// <summary>Only the newest documents are searched.</summary>
    public const int MostDocuments = 20_000;

    private const int Page = 1000;
    private static readonly TimeSpan s_between = TimeSpan.FromSeconds(30);
    private readonly Lock _gate = new();
    private readonly Queue<(int Id, string Title, string Detail)> _documents = new();
    private SearchIndex? _index;
    private DateOnly _day;
    private long _commit = -1;
    private int _last;
    private long _readAt;
    private Task _reading = Task.CompletedTask;

    /// <summary>The index as far as it is known; new documents since are looked for in the background.</summary>
    public SearchIndex Current
    {
        get
        {
            lock (_gate)
            {
                var day = ProvinceCalendar.DayOf(time.GetUtcNow());
                if (_index is null || day != _day)
                {
                    // Communes are called as on the day.
                    _index = new SearchIndex(pack, [.. _documents], day);
                    _day = day;
                }

                if (_reading.IsCompleted && board.Current.Commit != _commit && (_commit < 0 || time.GetElapsedTime(_readAt) >= s_between)) _reading = Task.Run(ReadAsync);
                return _index;
            }
        }
    }

    /// <summary>Ends when what is being read has been taken in.</summary>
    internal Task Reading
    {
        get { lock (_gate) return _reading; }
    }

    private async Task ReadAsync()
    {
        try
        {
            var commit = board.Current.Commit;
            var added = new List<StoredSource>();
            while (await store.SourcesAsync(_last, Page, CancellationToken.None) is { Count: > 0 } more)
            {
                added.AddRange(more);
                if (added.Count > MostDocuments) added.RemoveRange(0, added.Count - MostDocuments);
                _last = more[^1].Id;
                if (more.Count < Page) break;
            }

            foreach (var source in added) _documents.Enqueue((source.Id, TitleOf(source.Source), DetailOf(source.Source)));
            while (_documents.Count > MostDocuments) _documents.Dequeue();
            var day = ProvinceCalendar.DayOf(time.GetUtcNow());
            var index = added.Count > 0 ? new SearchIndex(pack, [.. _documents], day) : null;
            lock (_gate)
            {
                if (index is not null) (_index, _day) = (index, day);
                (_commit, _readAt) = (commit, time.GetTimestamp());
            }
        }
        catch (Exception exception)
        {
            // Searched without them; tried again later.
            lock (_gate) (_commit, _readAt) = (Math.Max(0, _commit), time.GetTimestamp());
            Log.NotRead(logger, exception);
        }
    }

    private static string TitleOf(Provenance source) => source.Title.Length > 0 ? source.Title : source.Document;

    private static string DetailOf(Provenance source) => string.Join(" · ", new[] { source.Document, source.Publisher, source.Published }.Where(t => t.Length > 0));

    private static partial class Log
    {
        [LoggerMessage(4006, LogLevel.Warning, "Documents could not be read for the search")]
        public static partial void NotRead(ILogger logger, Exception exception);
    }
}
