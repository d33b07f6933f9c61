using System.Text.Json;
using System.Text.Json.Serialization;
using KhcnIoc.Core.Maps;

namespace KhcnIoc.Web.Maps;

/// <summary>Why boundaries were not published.</summary>
internal enum PublishTrouble { None, NotReady, NoAttribution, NoDay, AlreadyPublished, StoreAway }

/// <summary>Publishes, withdraws and brings back boundaries. Each is one write of the store; maps follow at once.</summary>
internal sealed partial class BoundaryDesk(IBoundaryStore store, CommuneMaps maps, TimeProvider time, ILogger<BoundaryDesk> logger)
{
    public const int MaxAttribution = 500;

    private static readonly JsonSerializerOptions s_json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    public Task<IReadOnlyList<BoundaryVersion>> ListAsync(CancellationToken cancellationToken) => store.ListAsync(cancellationToken);

    public async Task<PublishTrouble> PublishAsync(BoundaryDraft draft, DateOnly? validFrom, string attribution, CancellationToken cancellationToken)
    {
        attribution = attribution.Trim();
        if (draft.Result is not { Geometry: { } geometry, Report: var report }) return PublishTrouble.NotReady;
        if (attribution.Length is 0 or > MaxAttribution) return PublishTrouble.NoAttribution;
        if (validFrom is not { } day || day.Year is < 2000 or > 2100) return PublishTrouble.NoDay;
        if (!draft.TakeForPublishing()) return PublishTrouble.AlreadyPublished;
        try
        {
            await store.AddAsync(
                new()
                {
                    ValidFrom = day,
                    Attribution = attribution,
                    FileName = draft.FileName,
                    ImportedAt = time.GetUtcNow(),
                    GeometryJson = StoredGeometry.Write(geometry),
                    ReportJson = JsonSerializer.Serialize(report, s_json),
                },
                cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            draft.GiveBack();
            Log.NotStored(logger, exception);
            return PublishTrouble.StoreAway;
        }

        return await FollowAsync();
    }

    /// <summary>Takes a version out of use, or back into it.</summary>
    public async Task<PublishTrouble> SetWithdrawnAsync(int id, bool withdrawn, CancellationToken cancellationToken)
    {
        try
        {
            await store.SetWithdrawnAsync(id, withdrawn ? time.GetUtcNow() : null, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Log.NotStored(logger, exception);
            return PublishTrouble.StoreAway;
        }

        return await FollowAsync();
    }

    // Stored is stored: what stands in memory follows even if whoever asked has gone.
    private async Task<PublishTrouble> FollowAsync()
    {
        try
        {
            await maps.ReloadAsync(CancellationToken.None);
            return PublishTrouble.None;
        }
        catch (Exception exception)
        {
            Log.NotStored(logger, exception);
            return PublishTrouble.StoreAway;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(4104, LogLevel.Error, "A change of the boundaries could not be stored or read back")]
        public static partial void NotStored(ILogger logger, Exception exception);
    }
}
