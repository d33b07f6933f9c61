using System.Collections.Concurrent;
using KhcnIoc.Core.Maps;
using KhcnIoc.Core.Packs;

namespace KhcnIoc.Web.Maps;

/// <summary>A file that was sent in and is being checked, or waits to be published. Its parts are set once each.</summary>
internal sealed class BoundaryDraft(string id, string fileName, DateTimeOffset receivedAt)
{
    private int _published;

    public string Id { get; } = id;
    public string FileName { get; } = fileName;
    public DateTimeOffset ReceivedAt { get; } = receivedAt;

    public volatile BoundaryStage Stage;

    /// <summary><see langword="null"/> while it is being checked, and where the check itself failed.</summary>
    public volatile BoundaryResult? Result;
    public volatile bool Failed;

    /// <summary>Told of each step; called off any circuit.</summary>
    public event Action? Changed;

    public bool IsDone => Result is not null || Failed;

    public void Tell() => Changed?.Invoke();

    /// <summary>True for the one who may publish it: two presses, or two operators, make one version.</summary>
    public bool TakeForPublishing() => Interlocked.Exchange(ref _published, 1) == 0;

    /// <summary>Publishing failed; it may be tried again.</summary>
    public void GiveBack() => Volatile.Write(ref _published, 0);

    public bool IsPublished => Volatile.Read(ref _published) == 1;
}

/// <summary>The few files that operators have sent in lately. Checked one after the other, off the request; forgotten after an hour or when newer ones come.</summary>
internal sealed partial class BoundaryDrafts(ProvincePack pack, MapAssets assets, TimeProvider time, IHostApplicationLifetime lifetime, ILogger<BoundaryDrafts> logger) : IDisposable
{
    private const int Most = 6;
    private static readonly TimeSpan s_keep = TimeSpan.FromHours(1), s_longest = TimeSpan.FromMinutes(5);
    private readonly ConcurrentDictionary<string, BoundaryDraft> _drafts = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _checking = new(1, 1);

    public BoundaryDraft? Find(string id) => _drafts.GetValueOrDefault(id);

    /// <summary>Takes a file over and begins to check it; <see langword="null"/> = too many are being checked.</summary>
    public BoundaryDraft? Begin(byte[] file, string fileName)
    {
        var now = time.GetUtcNow();
        foreach (var old in _drafts.Values.Where(d => d.IsDone).OrderByDescending(d => d.ReceivedAt).Skip(Most - 1).Concat(_drafts.Values.Where(d => d.IsDone && now - d.ReceivedAt > s_keep)))
        {
            _drafts.TryRemove(old.Id, out _);
            if (old.Result?.Geometry is { } geometry && !old.IsPublished) assets.Remove(geometry);
        }

        if (_drafts.Values.Count(d => !d.IsDone) >= 3) return null;
        var draft = new BoundaryDraft(Guid.NewGuid().ToString("N"), fileName, now);
        _drafts[draft.Id] = draft;
        _ = CheckAsync(draft, file);
        return draft;
    }

    public void Dispose() => _checking.Dispose();

    private async Task CheckAsync(BoundaryDraft draft, byte[] file)
    {
        await Task.Yield();
        try
        {
            await _checking.WaitAsync(lifetime.ApplicationStopping);
            try
            {
                using var deadline = new CancellationTokenSource(s_longest, time);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, lifetime.ApplicationStopping);
                var result = await Task.Run(() => BoundaryImport.Run(file, pack.Communes, stage => Step(draft, stage), either.Token), CancellationToken.None);
                if (result.Geometry is { } geometry)
                {
                    // Not a version yet, and not the schematic map either.
                    result = result with { Geometry = geometry with { Version = -1 } };
                    assets.Add(result.Geometry);
                }

                draft.Result = result;
            }
            finally
            {
                _checking.Release();
            }
        }
        catch (Exception exception)
        {
            draft.Failed = true;
            Log.CheckFailed(logger, draft.FileName, exception);
        }

        Step(draft, BoundaryStage.Done);
    }

    private static void Step(BoundaryDraft draft, BoundaryStage stage)
    {
        draft.Stage = stage;
        draft.Tell();
    }

    private static partial class Log
    {
        [LoggerMessage(4103, LogLevel.Error, "The boundaries in {File} could not be checked")]
        public static partial void CheckFailed(ILogger logger, string file, Exception exception);
    }
}
