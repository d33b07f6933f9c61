using System.Collections.Immutable;
using System.Globalization;
using KhcnIoc.Core.Dashboards;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Live;
using KhcnIoc.Core.Packs;
using KhcnIoc.Web.Views;

namespace KhcnIoc.Web.Live;

/// <summary>A tile of a dashboard with the identity its part has on every screen.</summary>
internal sealed record ChannelTile(string PartId, TileDefinition Tile, SeriesKey Key, string PageCode);

/// <summary>All parts of a dashboard in one culture, made once per change for all screens.</summary>
internal sealed class ChannelViews(CultureInfo culture, ProvincePack pack, ViewFactory factory, IReadOnlyList<ChannelTile> tiles, Action<string, Exception> failed)
{
    public CultureInfo Culture => culture;

    /// <summary>Parts by id; a part that did not change is the same object as before.</summary>
    public ImmutableDictionary<string, ViewPart> Parts { get; private set; } = ImmutableDictionary<string, ViewPart>.Empty;

    /// <summary>Makes all parts anew and returns those with changed slots, holding only these.</summary>
    public IReadOnlyList<ViewPart> Update(BoardSnapshot board, IReadOnlySet<SeriesKey>? changed, DateTimeOffset now)
    {
        var changes = new List<ViewPart>();
        var parts = Parts.ToBuilder();
        foreach (var tile in tiles)
        {
            if (changed is null || changed.Contains(tile.Key)) Replace(TileOf(tile, board, now), parts, changes);
        }

        var plan = PlanFigures(board);
        Replace(factory.Header(WorstFeed.Of(plan.Concat(tiles.Select(t => board.Get(t.Key))), pack), culture, now), parts, changes);
        foreach (var strip in factory.Strip(plan, culture)) Replace(strip, parts, changes);
        Replace(factory.Banner(tiles.Any(t => board.Get(t.Key).Simulated) || plan.Any(f => f.Simulated), culture), parts, changes);
        Parts = parts.ToImmutable();
        return changes;
    }

    // One tile that cannot be drawn says so and leaves the others alone.
    private ViewPart TileOf(ChannelTile tile, BoardSnapshot board, DateTimeOffset now)
    {
        try
        {
            return factory.Tile(tile.PartId, tile.Tile, board.Get(tile.Key), culture, now);
        }
        catch (Exception exception)
        {
            failed(tile.PartId, exception);
            return factory.Tile(tile.PartId, tile.Tile, new FigureState { Key = tile.Key, DataState = DataState.Error }, culture, now);
        }
    }

    private List<FigureState> PlanFigures(BoardSnapshot board) =>
        pack.PlanIndicators.Select(i => board.Get(new SeriesKey(i.Code, pack.Province.Code))).ToList();

    private static void Replace(ViewPart part, ImmutableDictionary<string, ViewPart>.Builder parts, List<ViewPart> changes)
    {
        if (!parts.TryGetValue(part.Id, out var before))
        {
            parts[part.Id] = part;
            changes.Add(part);
            return;
        }

        Dictionary<string, string>? slots = null;
        foreach (var (name, text) in part.Slots)
        {
            if (!before.Slots.TryGetValue(name, out var old) || !string.Equals(old, text, StringComparison.Ordinal)) (slots ??= [])[name] = text;
        }

        if (slots is null) return;
        parts[part.Id] = part;
        changes.Add(new ViewPart(part.Id, slots));
    }
}
