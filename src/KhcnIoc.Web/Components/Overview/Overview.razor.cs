using System.Globalization;
using KhcnIoc.Core.Dashboards;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Live;
using KhcnIoc.Core.Packs;
using KhcnIoc.Web.Components.Tiles;
using KhcnIoc.Web.Live;
using KhcnIoc.Web.Resources;
using KhcnIoc.Web.Views;
using Microsoft.AspNetCore.Components;

namespace KhcnIoc.Web.Components.Overview;

/// <summary>A tile of the overview with what it shows now.</summary>
internal sealed record OverviewTile(TileDefinition Tile, ViewPart View);

/// <summary>Draws the main dashboard's tiles on one page and keeps them live with a single subscription.</summary>
public sealed partial class Overview : ComponentBase, IDisposable
{
    private const string Dashboard = "main";

    /// <summary>In the order in which they are counted; each is also the name of its mark.</summary>
    private static readonly string[] s_standings = ["behind", "watch", "on-path", "met", "unknown"];

    /// <summary>The first of them that need attention.</summary>
    private static readonly string[] s_attention = s_standings[..2];

    private CultureInfo _culture = Cultures.Default;
    private DashboardChannel? _channel;
    private IDisposable? _listening;
    private ChannelFrame? _frame;
    private int _drawing;

    // Internal services keep the component's parameters internal too.
    [Inject] internal DashboardChannels Channels { get; set; } = null!;

    [Inject] internal ProvincePack Pack { get; set; } = null!;

    // Tiles come as shared HTML and not as components: a component a tile costs every circuit 3 KiB.
    [Inject] internal TileMarkup Markup { get; set; } = null!;

    /// <summary>Language of the page: <c>en</c>, else Vietnamese. In the address, so that the page opens the same elsewhere.</summary>
    [SupplyParameterFromQuery(Name = "lang")] public string? Language { get; set; }

    private ViewPart Head => _frame!.Parts["head"];

    private ViewPart Banner => _frame!.Parts["banner"];

    private string Clock => ProvinceCalendar.ToLocal(_frame!.Now).ToString("dd/MM/yyyy HH:mm", CultureInfo.InvariantCulture);

    private List<OverviewTile> Attention { get; set; } = [];

    private List<(string Title, List<OverviewTile> Tiles)> Sections { get; set; } = [];

    private List<(string Standing, int Count)> Counts { get; set; } = [];

    protected override void OnInitialized()
    {
        _culture = Cultures.Of(Language);
        _channel = Channels.Find(Dashboard) ?? throw new InvalidOperationException($"The pack has no dashboard '{Dashboard}'.");

        // While the page is only being rendered on the server there is nobody to tell; the circuit starts its own component.
        if (RendererInfo.IsInteractive) _listening = _channel.Listen(OnChanged);
        Take();
    }

    // Called off the circuit, once a tick. A circuit that has not drawn the last one is not asked again: it reads the newest state when it draws.
    private void OnChanged()
    {
        if (Interlocked.Exchange(ref _drawing, 1) == 1) return;
        _ = InvokeAsync(() =>
        {
            Volatile.Write(ref _drawing, 0);
            Take();
            StateHasChanged();
        });
    }

    private void Take()
    {
        _frame = _channel!.Frame(_culture);
        var seen = new HashSet<SeriesKey>();
        var pages = new Dictionary<string, List<OverviewTile>>();
        var attention = new List<OverviewTile>();
        foreach (var tile in _channel.Tiles)
        {
            if (!seen.Add(tile.Key)) continue;
            var drawn = new OverviewTile(tile.Tile, _frame.Parts[tile.PartId]);
            var rank = Array.IndexOf(s_attention, drawn.View.Slots[Slots.AttributeStanding]);
            if (rank >= 0)
            {
                attention.Add(drawn);
                continue;
            }

            if (!pages.TryGetValue(tile.PageCode, out var list)) pages[tile.PageCode] = list = [];
            list.Add(drawn);
        }

        Attention = [.. attention.OrderBy(t => Array.IndexOf(s_attention, t.View.Slots[Slots.AttributeStanding]))];
        Sections = [.. _channel.Dashboard.Pages.Where(p => pages.ContainsKey(p.Code))
            .Select(p => (Cultures.Pick(_culture, p.TitleVi, p.TitleEn), pages[p.Code]))];
        var standings = PlanTiles.ToLookup(t => _frame.Parts[t.PartId].Slots[Slots.AttributeStanding]);
        Counts = [.. s_standings.Select(standing => (standing, standings[standing].Count()))];
    }

    // Each indicator of the plan once, although several pages may show it.
    private IEnumerable<ChannelTile> PlanTiles => _channel!.Tiles
        .Where(t => t.Key.Area == Pack.Province.Code && t.Key.Agency.Length == 0 && Pack.Targets.ContainsKey(t.Key.Indicator))
        .DistinctBy(t => t.Key);

    private string T(string key) => Texts.Of(_culture, key);

    public void Dispose() => _listening?.Dispose();
}
