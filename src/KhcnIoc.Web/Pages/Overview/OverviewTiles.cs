using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using KhcnIoc.Core.Dashboards;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Live;
using KhcnIoc.Web.Components.Tiles;
using KhcnIoc.Web.Views;

namespace KhcnIoc.Web.Pages.Overview;

/// <summary>Tiles as HTML with their links. A figure of the present that has not changed keeps its tile from one view to the next; the cache ends with the figure.</summary>
internal sealed class OverviewTiles(ViewFactory factory, TileMarkup markup)
{
    private readonly ConcurrentDictionary<string, ConditionalWeakTable<FigureState, OverviewTile>> _made = new(StringComparer.Ordinal);

    public static string IdOf(SeriesKey key) => $"o-{key.Indicator}-{key.Area}{(key.Agency.Length > 0 ? "-" + key.Agency : "")}";

    public OverviewTile Of(TileDefinition tile, FigureState figure, PageContext context)
    {
        // The past has other links, and views that are kept as a whole.
        if (!context.Query.Moment.IsPresent) return Make(tile, figure, context);
        var made = _made.GetOrAdd(context.Culture.Name, _ => []);
        return made.TryGetValue(figure, out var known) ? known : made.GetValue(figure, f => Make(tile, f, context));
    }

    private OverviewTile Make(TileDefinition tile, FigureState figure, PageContext context)
    {
        var id = IdOf(figure.Key);
        var part = factory.Tile(id, tile, figure, context.Culture, context.At, context.Links);
        return new(id, markup.Of(part, tile, context.Culture));
    }
}
