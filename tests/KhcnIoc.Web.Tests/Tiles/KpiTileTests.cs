using Bunit;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Live;
using KhcnIoc.Web.Components.Tiles;
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
