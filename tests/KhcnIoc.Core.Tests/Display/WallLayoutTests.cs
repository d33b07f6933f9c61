using FsCheck;
using FsCheck.Fluent;
using KhcnIoc.Core.Dashboards;
using KhcnIoc.Core.Display;

namespace KhcnIoc.Core.Tests.Display;

public class WallLayoutTests
{
    private static readonly DisplaySize s_usual = new();

    [Theory]
    [InlineData(WallShape.Landscape)]
    [InlineData(WallShape.Ultrawide)]
    [InlineData(WallShape.Portrait)]
    public void Text_UsualWallWithTwelveTiles_IsLegibleAtSixMetres(WallShape shape)
    {
        var text = WallLayout.Compute(s_usual).TextFor(shape, WallLayout.GridFor(shape, 12));

        var metres = s_usual.HeightIn(shape);
        double Cap(double percent) => percent / 100 * WallLayout.CapHeight * metres;
        Assert.True(text.Legible);
        Assert.True(Cap(text.Value) >= 6 / 75.0 - 1e-4, $"values {Cap(text.Value) * 1000:0.0} mm");
        Assert.True(Cap(text.Small) >= 6 / 215.0 - 1e-4, $"small {Cap(text.Small) * 1000:0.0} mm");
        Assert.True(text.Name >= text.Small && text.Gap >= text.Small);
    }

    [Fact]
    public void Text_EightTiles_NamesReachTheLargerFloor()
    {
        var size = WallLayout.Compute(s_usual);

        var text = size.TextFor(WallShape.Landscape, WallLayout.GridFor(WallShape.Landscape, 8));

        Assert.True(text.Name >= WallLayout.Floor(s_usual, WallShape.Landscape, WallLayout.NameDivisor) - 0.001);
    }

    [Fact]
    public void Compute_AnyDisplay_KeepsTheFloorsOrSaysSo()
    {
        var displays = from height in Gen.Choose(40, 600) from distance in Gen.Choose(10, 200) select new DisplaySize(height / 100.0, distance / 10.0);

        Prop.ForAll(Arb.From(displays), display =>
        {
            var size = WallLayout.Compute(display);
            var text = size.TextFor(WallShape.Landscape, WallLayout.GridFor(WallShape.Landscape, size.TilesPerPage));
            var value = WallLayout.Floor(display, WallShape.Landscape, WallLayout.ValueDivisor);
            var small = WallLayout.Floor(display, WallShape.Landscape, WallLayout.SmallestDivisor);
            return size.TilesPerPage is >= 8 and <= 12 && text.Value > 0 && text.Small > 0
                && (!text.Legible || (text.Value >= value - 0.001 && text.Small >= small - 0.001 && text.Name >= text.Small));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Compute_FartherReader_NeverGetsMoreTiles()
    {
        var capacities = Enumerable.Range(2, 20).Select(d => WallLayout.Compute(new DisplaySize(1.37, d)).TilesPerPage).ToList();

        Assert.Equal(capacities.OrderDescending(), capacities);
        Assert.Contains(12, capacities);
        Assert.Contains(8, capacities);
    }

    [Fact]
    public void GridFor_AnyNumberOfTiles_HasACellForEach()
    {
        foreach (var shape in Enum.GetValues<WallShape>())
        {
            for (var tiles = 1; tiles <= 48; tiles++)
            {
                var grid = WallLayout.GridFor(shape, tiles);
                Assert.True(grid.Columns * grid.Rows >= tiles, $"{shape} {tiles}: {grid}");
            }
        }

        Assert.Equal(new WallGrid(4, 3), WallLayout.GridFor(WallShape.Landscape, 12));
        Assert.Equal(new WallGrid(6, 2), WallLayout.GridFor(WallShape.Ultrawide, 12));
        Assert.Equal(new WallGrid(2, 6), WallLayout.GridFor(WallShape.Portrait, 12));
    }

    [Theory]
    [InlineData(12, 8, "6,6")]
    [InlineData(12, 12, "12")]
    [InlineData(11, 9, "6,5")]
    [InlineData(24, 8, "24")]
    [InlineData(3, 12, "3")]
    [InlineData(0, 12, "0")]
    public void Paginate_SplitsRegularPagesEvenlyAndKeepsLargeGrids(int tiles, int perPage, string expected)
    {
        var pages = WallLayout.Paginate(Board(tiles), perPage);

        Assert.Equal(expected, string.Join(',', pages.Select(p => p.Tiles.Count)));
        Assert.Equal(Enumerable.Range(0, tiles).Select(i => "i" + i), pages.SelectMany(p => p.Tiles).Select(t => t.Indicator));
        Assert.All(pages, p => Assert.All(p.Tiles, t => Assert.True(t.X < Math.Max(p.Columns, 1) && t.Y < Math.Max(p.Rows, 1))));
    }

    private static Dashboard Board(int tiles) => new()
    {
        Schema = 1,
        Code = "main",
        TitleVi = "Chính",
        TitleEn = "Main",
        Pages =
        [
            new DashboardPage
            {
                Code = "p", TitleVi = "Trang", TitleEn = "Page", Columns = tiles > 12 ? 6 : 4, Rows = tiles > 12 ? 4 : 3,
                Tiles = Enumerable.Range(0, tiles).Select(i => new TileDefinition { Indicator = "i" + i, X = i % (tiles > 12 ? 6 : 4), Y = i / (tiles > 12 ? 6 : 4) }).ToList(),
            },
        ],
    };
}
