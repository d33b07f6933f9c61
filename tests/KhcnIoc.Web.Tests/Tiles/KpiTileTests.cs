using Bunit;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Live;
using KhcnIoc.Web.Components.Tiles;
using KhcnIoc.Web.Pages;
using KhcnIoc.Web.Tests.Views;
using KhcnIoc.Web.Views;

namespace KhcnIoc.Web.Tests.Tiles;

public class KpiTileTests : BunitContext
{
    private IRenderedComponent<KpiTile> Draw(ViewPart view) => Render<KpiTile>(p => p.Add(t => t.View, view).Add(t => t.Tile, ViewSamples.Tile()));

    public static TheoryData<string> States => ["behind", "watch", "on-path", "met", "unknown", "stale", "missing", "error", "simulated"];

    private static FigureState Sample(string name) => name switch
    {
        "behind" => ViewSamples.Figure(),
        "watch" => ViewSamples.Figure(Standing.Watch),
        "on-path" => ViewSamples.Figure(Standing.OnPath, gap: 2),
        "met" => ViewSamples.Figure(Standing.Met, gap: 2),
        "unknown" => ViewSamples.Figure(Standing.Unknown) with { StandingReason = StandingReason.OtherMethod },
        "stale" => ViewSamples.Figure() with { DataState = DataState.Stale, Overdue = TimeSpan.FromDays(12) },
        "error" => ViewSamples.Figure() with { DataState = DataState.Error },
        "simulated" => ViewSamples.Figure() with { Simulated = true },
        _ => ViewSamples.Missing(),
    };

    [Theory]
    [MemberData(nameof(States))]
    public void KpiTile_AnyState_DrawsEachSlotWhereTheScriptWouldPatchIt(string state)
    {
        var view = ViewSamples.View(Sample(state));

        var tile = Draw(view).Find("[data-part=t0]");

        foreach (var (name, text) in view.Slots)
        {
            if (name[0] == '@')
            {
                Assert.Equal(text, tile.GetAttribute(name[1..]) ?? "");
                continue;
            }

            var dot = name.IndexOf('.', StringComparison.Ordinal);
            var target = Assert.Single(tile.QuerySelectorAll($"[data-slot='{(dot < 0 ? name : name[..dot])}']"));
            Assert.Equal(text, dot < 0 ? target.TextContent : target.GetAttribute(name[(dot + 1)..]) ?? "");
        }

        Assert.Equal(view.Slots[Slots.Value], Assert.Single(tile.QuerySelectorAll("[data-role=value]")).TextContent);
        Assert.Empty(tile.QuerySelectorAll("[style]"));
    }

    [Fact]
    public void KpiTile_EverySlotElement_IsKnownToTheView()
    {
        var view = ViewSamples.View(ViewSamples.Figure());
        var known = view.Slots.Keys.Select(k => k.Split('.')[0]).ToHashSet();

        Assert.All(Draw(view).FindAll("[data-slot]"), e => Assert.Contains(e.GetAttribute("data-slot")!, known));
    }

    [Fact]
    public void KpiTile_NameAndNumber_LeadSomewhereUnderNamesOfTheirOwn()
    {
        var tile = Draw(ViewSamples.View(ViewSamples.Figure()));

        var links = tile.FindAll("a[href]");
        Assert.Equal(["/indicators/coverage-5g", "/figures/coverage-5g/75"], links.Select(a => a.GetAttribute("href")));
        var named = links[1].GetAttribute("aria-labelledby")!.Split(' ').Select(id => tile.Find("#" + id).TextContent);
        Assert.Equal(["Tỷ lệ phủ sóng 5G", "51,3", "%"], named);
    }

    [Fact]
    public void KpiTile_TileOfAPart_LeadsToItsFigure()
    {
        var view = ViewSamples.Factory.Tile("t0", ViewSamples.Tile() with { Area = "vn" }, ViewSamples.Figure(), ViewSamples.English, ViewSamples.Now);

        Assert.Equal($"/figures/coverage-5g/{"vn"}?lang=en", view.Slots[Slots.HrefName]);
    }

    [Fact]
    public void Tile_LinksOfThePast_CarryItsMoment()
    {
        var links = new Links(PageQuery.Parse("?asof=2026-11-12&lang=en"));

        var view = ViewSamples.Factory.Tile("t0", ViewSamples.Tile(), ViewSamples.Figure(), ViewSamples.English, ViewSamples.Now, links);

        Assert.Equal("/indicators/coverage-5g?lang=en&asof=2026-11-12", view.Slots[Slots.HrefName]);
        Assert.Equal("/figures/coverage-5g/75?lang=en&asof=2026-11-12", view.Slots[Slots.HrefValue]);
    }

    [Fact]
    public void KpiTile_WithoutAFigure_LeadsToTheFiguresOfElsewhere()
    {
        var elsewhere = new Comparison("vn", 40, Period.Parse("2025"), ValueQualifier.Exact, "", 1);
        var tile = Draw(ViewSamples.View(ViewSamples.Missing() with { Comparisons = [elsewhere] }));

        Assert.Contains("/figures/coverage-5g/vn", tile.FindAll("a[href]").Select(a => a.GetAttribute("href")));
        Assert.Equal(3, tile.FindAll("a[href]").Count);
    }

    [Fact]
    public void KpiTile_SameView_IsNotDrawnAgain()
    {
        var view = ViewSamples.View(ViewSamples.Figure());
        var tile = Draw(view);

        tile.Render(p => p.Add(t => t.View, view));
        Assert.Equal(1, tile.RenderCount);

        tile.Render(p => p.Add(t => t.View, ViewSamples.View(ViewSamples.Figure(value: 52.4m))));
        Assert.Equal(2, tile.RenderCount);
        Assert.Equal("52,4", tile.Find("[data-role=value]").TextContent);
    }
}
