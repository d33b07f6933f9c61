using Bunit;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Maps;
using KhcnIoc.Web.Components.Maps;
using KhcnIoc.Web.Live;
using KhcnIoc.Web.Maps;
using KhcnIoc.Web.Pages;
using KhcnIoc.Web.Pages.Drawings;
using Microsoft.Extensions.DependencyInjection;

namespace KhcnIoc.Web.Tests.Maps;

public class CommuneMapTests : BunitContext
{
    private static readonly PlayedBoard s_board = new(
        MapSamples.Figure(0, 61.2m),
        MapSamples.Figure(1, 80, Standing.OnPath, 2),
        MapSamples.Figure(2, 70, Standing.Watch, -1) with { DataState = DataState.Stale, Overdue = TimeSpan.FromDays(12) },
        MapSamples.Figure(3, 99, Standing.Met, 20) with { Simulated = true });

    public CommuneMapTests()
    {
        Services.AddSingleton(new ServerIdentity("epoch", "build"));
        JSInterop.Mode = JSRuntimeMode.Loose;
    }

    private static MapView View(string address = "/map", PlayedBoard? board = null, string indicator = MapSamples.Coverage) =>
        MapSamples.Views().Of(MapSamples.Context(board ?? s_board, address), indicator)!;

    private IRenderedComponent<CommuneMap> Draw(MapView view) => Render<CommuneMap>(p => p.Add(m => m.View, view).Add(m => m.DescribedBy, "table-communes"));

    [Fact]
    public void CommuneMap_AnyView_IsOneLinkToItsFigureForEachCommune()
    {
        var areas = Draw(View()).FindAll("a.cmap-area");

        Assert.Equal(102, areas.Count);
        Assert.All(areas, a => Assert.Equal($"/figures/{MapSamples.Coverage}/{a.GetAttribute("data-area")}", a.GetAttribute("href")));
        Assert.All(areas, a => Assert.Equal($"{MapAssets.Address(MapSamples.Schematic)}#c{a.GetAttribute("data-area")}", a.QuerySelector("use")!.GetAttribute("href")));
        Assert.All(areas, a => Assert.NotEmpty(a.GetAttribute("aria-label")!));
    }

    [Fact]
    public void CommuneMap_ByStanding_SaysColourMarkAndWords()
    {
        var map = Draw(View());

        var first = map.Find("a.cmap-area");
        Assert.Equal("behind", first.GetAttribute("data-tone"));
        Assert.Equal("#m-behind", first.QuerySelector(".cmap-mark")!.GetAttribute("href"));
        Assert.Equal("Phường Đạo Thạnh: 61,2\u00a0% · T10/2026 · kém 3,1 điểm", first.GetAttribute("aria-label"));
        var areas = map.FindAll("a.cmap-area");
        Assert.True(areas[2].HasAttribute("data-stale"));
        Assert.Contains("mô phỏng", areas[3].GetAttribute("aria-label"));
        Assert.Equal("none", areas[4].GetAttribute("data-tone"));
        Assert.Equal("table-communes", map.Find("svg.cmap-picture").GetAttribute("aria-describedby"));
        Assert.True(map.Find("figure").HasAttribute("data-noswipe"));
        Assert.Contains("không phải ranh giới", map.Find(".cmap-note").TextContent);
        Assert.Contains("1", map.Find(".cmap-simulated").TextContent);
    }

    [Fact]
    public void CommuneMap_LegendByStanding_CountsEveryCommuneOnce()
    {
        var legend = View().Legend;

        Assert.Equal([("behind", 1), ("watch", 1), ("on-path", 1), ("met", 1), ("stale", 1), ("none", 98)], legend.Select(e => (e.Tone, e.Count)));
    }

    [Fact]
    public void CommuneMap_ByValue_HasClassesWithLimitsAsText()
    {
        var view = View("/map?color=value&lang=en", new([.. Enumerable.Range(0, 102).Select(i => MapSamples.Figure(i, i))]));

        Assert.Equal(MapMode.Value, view.Mode);
        Assert.Equal(["s1", "s2", "s3", "s5", "s6", "s7"], view.Legend.Select(e => e.Tone));
        Assert.Equal(["0.0 – 16.0", "17.0 – 33.0"], view.Legend.Take(2).Select(e => e.Text));
        Assert.Equal(102, view.Legend.Sum(e => e.Count));
        Assert.Equal("s1", view.Shapes[0].Tone);
        Assert.Equal("s7", view.Shapes[101].Tone);
        Assert.Equal("", view.Shapes[0].Mark);
        Assert.Contains("lang=en", view.Modes[0].Href);
    }

    [Fact]
    public void Of_Count_OffersValuesOnly()
    {
        var count = MapSamples.Pack.Catalogue.First(i => MapViews.Has(i) && i.IsCount);

        var view = View("/map?color=standing", new PlayedBoard(), count.Code);

        Assert.Equal(MapMode.Value, view.Mode);
        Assert.Empty(view.Modes);
    }

    [Fact]
    public void Of_IndicatorWithoutCommunes_HasNoMap()
    {
        var other = MapSamples.Pack.Catalogue.First(i => !MapViews.Has(i));

        Assert.Null(MapSamples.Views().Of(MapSamples.Context(s_board), other.Code));
        Assert.Null(MapSamples.Views().Of(MapSamples.Context(s_board), "no-such"));
    }

    [Fact]
    public void CommuneMap_ImportedBoundaries_SayWhose()
    {
        var imported = MapSamples.Schematic with { Version = 4, Attribution = "Sở Nông nghiệp và Môi trường", ValidFrom = new(2025, 7, 1) };

        var view = MapSamples.Views(imported).Of(MapSamples.Context(s_board), MapSamples.Coverage)!;

        Assert.Equal("Ranh giới: Sở Nông nghiệp và Môi trường. Áp dụng từ ngày 01/07/2025.", view.Note);
    }

    [Fact]
    public void CommuneMap_AnotherView_ChangesOnlyWhatDiffers()
    {
        var map = Draw(View());
        map.Render(p => p.Add(m => m.View, map.Instance.View));
        Assert.Equal(1, map.RenderCount);
        var before = map.FindAll("a.cmap-area").Select(a => a.OuterHtml).ToList();

        map.Render(p => p.Add(m => m.View, View(board: new(MapSamples.Figure(0, 90, Standing.Met, 4)))));

        var after = map.FindAll("a.cmap-area").Select(a => a.OuterHtml).ToList();
        Assert.Contains("met", after[0]);
        Assert.Equal([0, 1, 2, 3], Enumerable.Range(0, 102).Where(i => before[i] != after[i]));
    }

    [Fact]
    public void ToDrawing_AnyView_HasEveryShapeLegendAndNotes()
    {
        foreach (var view in new[] { View(), View("/map?color=value") })
        {
            var drawing = MapDrawings.ToDrawing(view);

            Assert.Equal(102 + 1, drawing.Shapes.OfType<PathShape>().Count(p => p.Data.Length > 30 && p.Data.EndsWith('Z') && (p.StrokeWidth is 1.2 or 1.6)));
            Assert.Equal(98, drawing.Shapes.OfType<PathShape>().Count(p => p.Hatched));
            Assert.All(view.Legend, e => Assert.Contains(drawing.Shapes.OfType<TextShape>(), t => t.Text == $"{e.Text}: {e.Count}"));
            Assert.Contains(drawing.Shapes.OfType<TextShape>(), t => t.Text.Contains("không phải ranh giới", StringComparison.Ordinal));
            Assert.Contains("<svg", DrawingSvg.OnScreen(drawing, "m"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task MapPage_Builder_RanksTheCommunesAndDrawsThem()
    {
        var builder = new MapPageBuilder(MapSamples.Pack, MapSamples.Factory, MapSamples.Views());

        var page = Assert.IsType<MapPageView>(await builder.BuildAsync([], MapSamples.Context(s_board, $"/map?indicator={MapSamples.Coverage}"), CancellationToken.None));

        Assert.Equal(["99,0", "80,0", "70,0", "61,2"], page.Table.Rows.Take(4).Select(r => r.Cells[2].Text));
        Assert.Equal(102, page.Table.Rows.Count);
        Assert.True(page.Simulated);
        Assert.True(page.Concerns(new HashSet<SeriesKey> { MapSamples.Figure(5, 1).Key }));
        Assert.False(page.Concerns(new HashSet<SeriesKey> { new(MapSamples.Coverage, "82") }));
        Assert.IsType<DrawingBlock>(page.Blocks[0]);
        Assert.Null(await builder.BuildAsync([], MapSamples.Context(s_board, "/map?indicator=no-such"), CancellationToken.None));
    }
}
