using System.Diagnostics;
using KhcnIoc.Core.Areas;
using KhcnIoc.Core.Maps;
using KhcnIoc.Core.Packs;
using KhcnIoc.Core.Tests.Packs;
using NetTopologySuite.Geometries;
using Xunit.Abstractions;

namespace KhcnIoc.Core.Tests.Maps;

public class SchematicMapTests(ITestOutputHelper output)
{
    public static TheoryData<string> Provinces => ["dong-thap", "dong-nai"];

    private static ProvincePack Pack(string province) => province == "dong-thap" ? ShippedPacks.DongThap : ShippedPacks.DongNai;

    [Theory]
    [MemberData(nameof(Provinces))]
    public void Compute_AnyProvince_GivesEachCommuneOneShapeOnTheMap(string province)
    {
        var pack = Pack(province);

        var map = SchematicMap.Compute(pack.Communes);

        Assert.Equal(pack.Communes.Select(c => c.Code), map.Shapes.Select(s => s.Area));
        Assert.All(map.Shapes, shape =>
        {
            var polygon = Assert.IsType<Polygon>(MapPaths.Parse(shape.Path));
            Assert.True(polygon.IsValid);
            Assert.True(polygon.Contains(polygon.Factory.CreatePoint(new Coordinate(shape.LabelX, shape.LabelY))), shape.Area);
            Assert.InRange(polygon.EnvelopeInternal.MaxX, 0, map.Width);
            Assert.InRange(polygon.EnvelopeInternal.MaxY, 0, map.Height);
        });
        Assert.True(map.IsSchematic);
    }

    [Theory]
    [MemberData(nameof(Provinces))]
    public void Compute_AnyProvince_ShapesNeitherOverlapNorLeaveGaps(string province)
    {
        var map = SchematicMap.Compute(Pack(province).Communes);

        var shapes = map.Shapes.Select(s => MapPaths.Parse(s.Path)).ToList();
        var outline = MapPaths.Parse(map.Outline);

        Assert.IsType<Polygon>(outline);
        Assert.Equal(0, ((Polygon)outline).NumInteriorRings);
        Assert.Equal(outline.Area, shapes.Sum(s => s.Area), 3);
        Assert.Equal(outline.Area, MapPaths.Union(shapes).Area, 3);
    }

    [Theory]
    [MemberData(nameof(Provinces))]
    public void Compute_AnyProvince_AreasFollowTheCommunes(string province)
    {
        var pack = Pack(province);

        var map = SchematicMap.Compute(pack.Communes);

        var drawn = map.Shapes.Select(s => MapPaths.Parse(s.Path).Area).ToList();
        var real = pack.Communes.Select(c => (double)c.AreaKm2!.Value).ToList();
        var errors = drawn.Select((a, i) => Math.Abs((a / drawn.Sum() / (real[i] / real.Sum())) - 1)).Order().ToList();
        output.WriteLine($"{province}: {errors.Count} communes, median error {errors[errors.Count / 2]:P1}, 90 % below {errors[errors.Count * 9 / 10]:P1}, worst {errors[^1]:P1}; path text {map.Shapes.Sum(s => s.Path.Length)}, {map.Width} x {map.Height}");
        Assert.InRange(errors[errors.Count / 2], 0, 0.02);
        Assert.InRange(errors[errors.Count * 9 / 10], 0, 0.25);
    }

    [Theory]
    [MemberData(nameof(Provinces))]
    public void Compute_EachCommunesPoint_LiesInItsShape(string province)
    {
        var (map, points) = SchematicMap.Draw(Pack(province).Communes);

        Assert.All(map.Shapes.Zip(points), pair => Assert.True(MapPaths.Parse(pair.First.Path).Covers(MapPaths.Factory.CreatePoint(pair.Second)), pair.First.Area));
    }

    [Fact]
    public void Compute_Twice_GivesTheSameMap()
    {
        var one = SchematicMap.Compute(ShippedPacks.DongThap.Communes);

        var watch = Stopwatch.StartNew();
        var two = SchematicMap.Compute(ShippedPacks.DongThap.Communes);

        output.WriteLine($"{watch.ElapsedMilliseconds} ms");
        Assert.Equal(one.Shapes, two.Shapes);
        Assert.Equal(one.Outline, two.Outline);
    }

    [Fact]
    public void Compute_CommunesWithoutPoints_GivesAnEmptyMap()
    {
        Assert.Empty(SchematicMap.Compute([ShippedPacks.DongThap.Communes[0] with { Point = null }]).Shapes);
    }
}
