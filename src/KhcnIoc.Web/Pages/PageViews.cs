using System.Collections.Concurrent;
using KhcnIoc.Core.Live;
using KhcnIoc.Core.Packs;
using Microsoft.Extensions.Caching.Memory;

namespace KhcnIoc.Web.Pages;

/// <summary>Why a page cannot be shown.</summary>
public enum PageTrouble { None, NoSuchPage, UnknownCode, UnreadableAddress, Unavailable }

/// <summary>A page, or why there is none.</summary>
public sealed record PageResult(PageView? View, PageTrouble Trouble, PageQuery Query);

/// <summary>Finds the builder of an address and shares what it makes: many leaders who look at one page cost one.</summary>
internal sealed partial class PageViews(
    IEnumerable<IPageBuilder> builders, IPastBoards boards, ProvincePack pack, TimeProvider time, ILogger<PageViews> logger) : IDisposable
{
    // The present's pages live as long as nothing changes, at most this long; the past's longer.
    private static readonly TimeSpan s_keep = TimeSpan.FromSeconds(5), s_keepPast = TimeSpan.FromMinutes(2);
    private readonly MemoryCache _made = new(new MemoryCacheOptions { SizeLimit = 300 });

    // What is being made now; whoever asks meanwhile waits for the same.
    private readonly ConcurrentDictionary<Making, Task<PageResult>> _making = new();

    /// <summary>Whether an address is of the kind of page that a component draws.</summary>
    public bool IsOf(string address, Type view) => Find(address) is var (builder, _) && builder.View == view;

    /// <summary>A page made moments ago, perhaps one change behind: what the first drawing of a circuit takes over from the document that the server rendered.</summary>
    public PageResult? Recent(string address) => _made.TryGetValue(address, out Made? made) ? made!.Result : null;

    /// <summary>The page of an address as things are now. Throws only when cancelled.</summary>
    public async Task<PageResult> GetAsync(string address, CancellationToken cancellationToken)
    {
        var query = PageQuery.Parse(QueryOf(address));
        if (Find(address) is not var (builder, codes)) return new(null, PageTrouble.NoSuchPage, query);
        if (query.Unreadable.Length > 0) return new(null, PageTrouble.UnreadableAddress, query);
        try
        {
            var board = await boards.GetAsync(query.Moment, await builder.IndicatorsAsync(codes, query, cancellationToken), cancellationToken);
            var making = new Making(address, board.Sequence, board.Commit);
            if (Find(making) is { } made) return made;
            var context = new PageContext { Address = address, Query = query, Board = board, Pack = pack, Now = time.GetUtcNow(), Links = new Links(query) };
            return await Share(making, () => MakeAsync(making, builder, codes, context)).WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception exception)
        {
            Log.PageFailed(logger, PathOf(address), exception);
            return new(null, PageTrouble.Unavailable, query);
        }
    }

    public void Dispose() => _made.Dispose();

    private PageResult? Find(Making making) => _made.TryGetValue(making.Address, out Made? made) && made!.Sequence == making.Sequence && made.Commit == making.Commit ? made.Result : null;

    /// <param name="make">Never throws.</param>
    private Task<PageResult> Share(Making making, Func<Task<PageResult>> make)
    {
        var shared = new TaskCompletionSource<PageResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = _making.GetOrAdd(making, shared.Task);
        if (running != shared.Task) return running;

        // Away from the first asker's circuit: the others must not wait for what else it has to do.
        var circuit = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            _ = RunAsync();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(circuit);
        }

        return shared.Task;

        async Task RunAsync()
        {
            var result = await make();
            _making.TryRemove(making, out _);
            shared.SetResult(result);
        }
    }

    // Nobody's token: who leaves must not take the page from the others. A fault is told to all who wait and not kept.
    private async Task<PageResult> MakeAsync(Making making, IPageBuilder builder, IReadOnlyList<string> codes, PageContext context)
    {
        try
        {
            // Perhaps finished between the asker's look and now.
            if (Find(making) is { } made) return made;
            var query = context.Query;
            var view = await builder.BuildAsync(codes, context, CancellationToken.None);
            var result = new PageResult(view, view is null ? PageTrouble.UnknownCode : PageTrouble.None, query);
            if (view is not null)
            {
                _made.Set(making.Address, new Made(result, making.Sequence, making.Commit), new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = query.Moment.IsPresent ? s_keep : s_keepPast });
            }

            return result;
        }
        catch (Exception exception)
        {
            Log.PageFailed(logger, PathOf(making.Address), exception);
            return new(null, PageTrouble.Unavailable, context.Query);
        }
    }

    private (IPageBuilder Builder, IReadOnlyList<string> Codes)? Find(string address)
    {
        var segments = PathOf(address).Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString).ToList();
        foreach (var builder in builders)
        {
            if (builder.Match(segments) is { } codes) return (builder, codes);
        }

        return null;
    }

    private static string PathOf(string address) => address.IndexOfAny(['?', '#']) is var end and >= 0 ? address[..end] : address;

    private static string QueryOf(string address)
    {
        var start = address.IndexOf('?', StringComparison.Ordinal);
        if (start < 0) return "";
        var end = address.IndexOf('#', StringComparison.Ordinal);
        return end > start ? address[start..end] : address[start..];
    }

    private sealed record Making(string Address, long Sequence, long Commit);

    private sealed record Made(PageResult Result, long Sequence, long Commit);

    private static partial class Log
    {
        [LoggerMessage(4001, LogLevel.Error, "The page {Path} cannot be made")]
        public static partial void PageFailed(ILogger logger, string path, Exception exception);
    }
}
