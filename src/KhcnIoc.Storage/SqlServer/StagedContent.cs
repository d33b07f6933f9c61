using KhcnIoc.Storage.Observations;

namespace KhcnIoc.Storage.SqlServer;

/// <summary>What a block of readings may meet: looked up once, then kept up with what the block itself adds.</summary>
internal sealed class StagedContent
{
    private readonly Dictionary<(int Feed, int Series, long Start, long End), StoredContent> _latest = [];
    private readonly Dictionary<(int Feed, string SenderId), StoredContent> _ids = [];
    private readonly HashSet<(long Observation, int Source)> _citations = [];

    public void AddLatest(int feedId, StoredContent content) => _latest[(feedId, content.SeriesId, content.PeriodStart, content.PeriodEnd)] = content;

    public void AddId(int feedId, string senderId, StoredContent content) => _ids[(feedId, senderId)] = content;

    public void AddCitation(long observationId, int sourceId) => _citations.Add((observationId, sourceId));

    public StoredContent? FindLatest(int feedId, int seriesId, long start, long end) =>
        _latest.TryGetValue((feedId, seriesId, start, end), out var content) ? content : null;

    public StoredContent? FindId(int feedId, string senderId) => _ids.TryGetValue((feedId, senderId), out var content) ? content : null;

    public bool IsCited(long observationId, int sourceId) => _citations.Contains((observationId, sourceId));

    public void Clear()
    {
        _latest.Clear();
        _ids.Clear();
        _citations.Clear();
    }
}
