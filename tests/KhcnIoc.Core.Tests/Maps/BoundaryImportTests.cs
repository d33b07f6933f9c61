using System.Diagnostics;
using System.Text;
using KhcnIoc.Core.Maps;
using KhcnIoc.Core.Packs;
using KhcnIoc.Core.Tests.Packs;
using KhcnIoc.TestSupport;
using NetTopologySuite.Geometries;
using Xunit.Abstractions;

namespace KhcnIoc.Core.Tests.Maps;

public class BoundaryImportTests(ITestOutputHelper output)
{
    private static readonly ProvincePack s_pack = ShippedPacks.DongThap;

    private BoundaryResult Run(BoundaryFile file, ProvincePack? pack = null) => Run(file.ToBytes(), pack);

    private BoundaryResult Run(byte[] file, ProvincePack? pack = null)
    {
        var watch = Stopwatch.StartNew();
        var result = BoundaryImport.Run(file, (pack ?? s_pack).Communes, _ => { }, CancellationToken.None);
        var report = result.Report;
        output.WriteLine($"{file.Length / 1024} KiB, {report.Vertices} vertices → {report.KeptVertices}, {report.Bytes} bytes, overlap {report.OverlapHectares:0.00} ha, gap {report.GapHectares:0.00} ha, {watch.ElapsedMilliseconds} ms");
        foreach (var problem in report.Problems.Take(20)) output.WriteLine(problem.ToString());
        return result;
    }

    private static void AssertCovers(MapGeometry map, IReadOnlyList<string> codes, double holes = 0)
    {
        var shapes = map.Shapes.Select(s => MapPaths.Parse(s.Path)).ToList();
        Assert.Equal(codes, map.Shapes.Select(s => s.Area));
        Assert.All(shapes, s => Assert.True(s.IsValid && s.Area > 1));
        Assert.All(map.Shapes.Zip(shapes), s => Assert.True(s.Second.Contains(MapPaths.Factory.CreatePoint(new Coordinate(s.First.LabelX, s.First.LabelY)))));
        var land = MapPaths.Parse(map.Outline);
        Assert.Equal(shapes.Sum(s => s.Area), MapPaths.Union(shapes).Area, tolerance: 0.01);
        Assert.Equal(shapes.Sum(s => s.Area), land.Area, tolerance: 0.01);
        Assert.Equal(holes, Holes(map), 0);
    }

    private static double Holes(MapGeometry map) => MapPaths.Polygons(MapPaths.Parse(map.Outline)).Sum(p => p.Holes.Sum(h => MapPaths.Factory.CreatePolygon(h).Area));

    private static List<string> Codes(ProvincePack pack) => [.. pack.Communes.Select(c => c.Code)];

    private static BoundaryProblem Problem(BoundaryResult result, BoundaryProblemKind kind) => Assert.Single(result.Report.Problems, p => p.Kind == kind);

    [Theory]
    [InlineData("dong-thap")]
    [InlineData("dong-nai")]
    public void Run_FileOfAllCommunes_MakesAMapWithoutGapsOrOverlaps(string province)
    {
        var pack = province == "dong-thap" ? ShippedPacks.DongThap : ShippedPacks.DongNai;

        var result = Run(BoundaryFile.Of(pack.Communes), pack);

        Assert.False(result.Report.HasErrors);
        Assert.Equal(pack.Communes.Count, result.Report.MatchedByCode);
        Assert.InRange(result.Report.GapHectares + result.Report.OverlapHectares, 0, 5);
        AssertCovers(result.Geometry!, Codes(pack));
        Assert.DoesNotContain(result.Report.Problems, p => p.Kind is BoundaryProblemKind.PointOutside or BoundaryProblemKind.Gap or BoundaryProblemKind.Overlap);
    }

    [Fact]
    public void Run_LargeFile_IsSimplifiedBelowTheLimitAndStillCovers()
    {
        var result = Run(BoundaryFile.Of(s_pack.Communes, 9));

        Assert.InRange(result.Report.Bytes, StoredGeometry.MaxBytes / 2, StoredGeometry.MaxBytes);
        Assert.True(result.Report.Vertices > 20 * result.Report.KeptVertices);
        AssertCovers(result.Geometry!, Codes(s_pack));
        var version = new BoundaryVersion { Id = 3, ValidFrom = new(2026, 1, 1), Attribution = "Sở", FileName = "a", ImportedAt = default, GeometryJson = StoredGeometry.Write(result.Geometry!), ReportJson = "" };
        Assert.Equal(result.Geometry!.Shapes, StoredGeometry.Read(version, s_pack.Communes)!.Shapes);
        Assert.Null(StoredGeometry.Read(version, ShippedPacks.DongNai.Communes));
    }

    [Theory]
    [InlineData("ten_xa", true)]
    [InlineData("TEN", false)]
    [InlineData("Ghi chú", true)]
    public void Run_FileWithNamesOnly_MatchesThem(string column, bool withKind)
    {
        var file = BoundaryFile.Of(s_pack.Communes);
        foreach (var feature in file.Features)
        {
            var area = s_pack.Areas[(string)feature.Properties["code"]!];
            feature.Properties.Clear();
            feature.Properties[column] = withKind ? area.Names[^1].Name.ToUpperInvariant() : "  " + area.ShortName;
        }

        var result = Run(file);

        Assert.Equal(102, result.Report.MatchedByName);
        Assert.NotNull(result.Geometry);
    }

    [Fact]
    public void Run_NamesWithoutDiacriticsAndKind_SaysWhichAreAmbiguous()
    {
        var file = BoundaryFile.Of(s_pack.Communes);
        foreach (var feature in file.Features)
        {
            var area = s_pack.Areas[(string)feature.Properties["code"]!];
            feature.Properties.Clear();
            feature.Properties["ten"] = SearchIndex.Fold(area.ShortName);
        }

        var result = Run(file);

        // Mỹ Tho and Mỹ Thọ, Tân Thành and Tân Thạnh.
        Assert.Equal(["my tho", "my tho", "tan thanh", "tan thanh"], result.Report.Problems.Where(p => p.Kind == BoundaryProblemKind.Ambiguous).Select(p => p.Text).Order());
        Assert.Equal(98, result.Report.MatchedByName);
        Assert.Equal(4, result.Report.Problems.Count(p => p.Kind == BoundaryProblemKind.Missing));
        Assert.Null(result.Geometry);
    }

    [Fact]
    public void Run_CodesAsNumbers_AreCodes()
    {
        var file = BoundaryFile.Of(s_pack.Communes);
        foreach (var feature in file.Features) feature.Properties["code"] = double.Parse((string)feature.Properties["code"]!, System.Globalization.CultureInfo.InvariantCulture);

        Assert.Equal(102, Run(file).Report.MatchedByCode);
    }

    [Fact]
    public void Run_CodeAndNameOfDifferentCommunes_TakesTheCodeAndSaysSo()
    {
        var file = BoundaryFile.Of(s_pack.Communes);
        file["28249"].Properties["name_vi"] = "Phường Mỹ Tho";

        var problem = Problem(Run(file), BoundaryProblemKind.NameDiffers);

        Assert.Equal(("28249", "28261", false), (problem.Area, problem.Other, problem.IsError));
    }

    [Fact]
    public void Run_CommuneLeftOut_IsMissing()
    {
        var file = BoundaryFile.Of(s_pack.Communes);
        file.Features.Remove(file["28261"]);

        var result = Run(file);

        Assert.Equal("28261", Problem(result, BoundaryProblemKind.Missing).Area);
        Assert.Null(result.Geometry);
    }

    [Fact]
    public void Run_CommuneTwice_IsADuplicate()
    {
        var file = BoundaryFile.Of(s_pack.Communes);
        file.Features.Add(file["28261"]);

        var result = Run(file);

        Assert.Equal("28261", Problem(result, BoundaryProblemKind.Duplicate).Area);
        Assert.Null(result.Geometry);
    }

    [Fact]
    public void Run_FeatureOfNoCommune_IsLeftOutWithAWarning()
    {
        var file = BoundaryFile.Of(s_pack.Communes);
        file.Features.Add(new() { Properties = new() { ["ten"] = "Tỉnh Đồng Tháp" }, Rings = file["28261"].Rings });

        var result = Run(file);

        Assert.Equal("Tỉnh Đồng Tháp", Problem(result, BoundaryProblemKind.Unmatched).Text);
        Assert.NotNull(result.Geometry);
    }

    [Fact]
    public void Run_LatitudeFirst_IsSwapped()
    {
        var file = BoundaryFile.Of(s_pack.Communes);
        foreach (var feature in file.Features) feature.Rings = [.. feature.Rings.Select(r => r.Select(p => (p.Y, p.X)).ToList())];

        Assert.True(Problem(Run(file), BoundaryProblemKind.Swapped).IsError);
    }

    [Theory]
    [InlineData(100_000, 0, BoundaryProblemKind.NotDegrees)]
    [InlineData(1, 60, BoundaryProblemKind.OutsideVietnam)]
    public void Run_CoordinatesElsewhere_AreRefused(double factor, double shift, BoundaryProblemKind kind)
    {
        var file = BoundaryFile.Of(s_pack.Communes, 0);
        foreach (var feature in file.Features) feature.Rings = [.. feature.Rings.Select(r => r.Select(p => ((p.X * factor) + shift, p.Y * factor)).ToList())];

        var result = Run(file);

        Assert.True(Problem(result, kind).IsError);
        Assert.Null(result.Geometry);
    }

    [Fact]
    public void Run_BorderThatCrossesItself_IsAnErrorWithItsPlace()
    {
        var file = BoundaryFile.Of(s_pack.Communes);
        var ring = file["28321"].Rings[0];

        // The second half backwards: an eight.
        var half = ring.Count / 2;
        file["28321"].Rings = [[.. ring.Take(half), .. ring.Skip(half).SkipLast(1).Reverse(), ring[0]]];
        var result = Run(file);

        var problem = Problem(result, BoundaryProblemKind.SelfIntersection);
        Assert.True(problem is { IsError: true, Area: "28321", At: { Longitude: > 105 and < 107 } });
        Assert.Null(result.Geometry);
    }

    [Fact]
    public void Run_BorderWithATinyLoop_IsRepairedWithAWarning()
    {
        var file = BoundaryFile.Of(s_pack.Communes);
        var ring = file["28321"].Rings[0];
        var (x, y) = ring[5];
        ring.InsertRange(6, [(x + 0.00006, y + 0.00006), (x - 0.00006, y + 0.00006), (x + 0.00006, y - 0.00003), (x, y)]);

        var result = Run(file);

        Assert.Contains(result.Report.Problems, p => p is { Kind: BoundaryProblemKind.SelfIntersectionRepaired, IsError: false, Area: "28321", At: not null });
        AssertCovers(result.Geometry!, Codes(s_pack));
    }

    [Fact]
    public void Run_NeighboursOverALargePiece_IsAnOverlap()
    {
        var file = BoundaryFile.Of(s_pack.Communes);
        var ring = file["28321"].Rings[0];
        var (x, y) = (ring.Average(p => p.X), ring.Average(p => p.Y));
        file["28321"].Rings = [[.. ring.Select(p => (x + ((p.X - x) * 1.3), y + ((p.Y - y) * 1.3)))]];

        var result = Run(file);

        Assert.Contains(result.Report.Problems, p => p is { Kind: BoundaryProblemKind.Overlap, IsError: true, Number: > 100, At: not null } && (p.Area == "28321" || p.Other == "28321"));
        Assert.Null(result.Geometry);
    }

    [Theory]
    [InlineData(0.9995)]
    [InlineData(1.0005)]
    public void Run_BordersDrawnTwice_AreBroughtTogether(double size)
    {
        // Each commune a little too small or too large: slivers all around.
        var file = BoundaryFile.Of(s_pack.Communes);
        foreach (var feature in file.Features)
        {
            var (x, y) = (feature.Rings[0].Average(p => p.X), feature.Rings[0].Average(p => p.Y));
            feature.Rings = [[.. feature.Rings[0].Select(p => (Math.Round(x + ((p.X - x) * size), 6), Math.Round(y + ((p.Y - y) * size), 6)))]];
        }

        var result = Run(file);

        Assert.False(result.Report.HasErrors);

        // Slivers that hang together all over the province are one gap, too large to give to one neighbour.
        AssertCovers(result.Geometry!, Codes(s_pack), Holes(result.Geometry!));
        if (size > 1) Assert.True(result.Report.OverlapHectares > 5);
    }

    [Fact]
    public void Run_HoleThatNobodyCovers_StaysWhereItIsLargeAndIsClosedWhereItIsSmall()
    {
        var file = BoundaryFile.Of(s_pack.Communes);
        List<(double, double)> Square(string code, double side)
        {
            var (x, y) = (s_pack.Areas[code].Point!.Value.Longitude, s_pack.Areas[code].Point!.Value.Latitude);
            return [(x - side, y - side), (x - side, y + side), (x + side, y + side), (x + side, y - side), (x - side, y - side)];
        }

        file["28321"].Rings.Add(Square("28321", 0.01));
        file["28327"].Rings.Add(Square("28327", 0.001));
        var result = Run(file);

        var gap = Problem(result, BoundaryProblemKind.Gap);
        Assert.Equal("28321", gap.Area);
        Assert.InRange(gap.Number!.Value, 470, 500);
        Assert.InRange(Problem(result, BoundaryProblemKind.SmallGap).Number!.Value, 4, 6);
        Assert.False(result.Report.HasErrors);
        var hole = Holes(result.Geometry!);
        Assert.InRange(hole, 50, 400);
        AssertCovers(result.Geometry!, Codes(s_pack), hole);
    }

    public static TheoryData<string> Garbage =>
    [
        "", " ", "{", "[]", "null", "\"FeatureCollection\"", "<html></html>", "{}", "{\"type\":\"FeatureCollection\"}", "{\"type\":\"Feature\",\"features\":[]}",
        "{\"type\":\"FeatureCollection\",\"features\":[]} x", "{\"type\":\"FeatureCollection\",\"features\":[{]}", "PK\u0003\u0004", "\0\0\0\0",
        "{\"type\":\"FeatureCollection\",\"features\":" + new string('[', 5000),
        "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"properties\":{\"code\":\"28249\"},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[1e999,2],[3,4]]]}}]}",
        "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"properties\":{\"code\":\"28249\"},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[1]]]}}]}",
        "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"properties\":{\"code\":\"28249\"},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[]]}}]}",
        "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"properties\":{\"code\":\"28249\"},\"geometry\":{\"type\":\"Point\",\"coordinates\":[106,10]}}]}",
        "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"properties\":{\"code\":\"28249\"},\"geometry\":null}]}",
        "{\"type\":\"FeatureCollection\",\"features\":[null,7,[],{\"geometry\":{\"coordinates\":{},\"type\":\"MultiPolygon\"}},{\"properties\":[]}]}",
    ];

    [Theory]
    [MemberData(nameof(Garbage))]
    public void Run_Garbage_IsRefusedWithAReason(string text)
    {
        var result = Run(Encoding.UTF8.GetBytes(text));

        Assert.True(result.Report.HasErrors);
        Assert.Null(result.Geometry);
    }

    [Fact]
    public void Run_AnyDamagedFile_IsAnsweredNotThrown()
    {
        var whole = BoundaryFile.Of(s_pack.Communes, 0).ToBytes();
        var random = new Random(7);
        for (var i = 0; i < 60; i++)
        {
            var damaged = (byte[])whole.Clone();
            for (var n = random.Next(1, 6); n > 0; n--) damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            if (random.Next(3) == 0) damaged = damaged[..random.Next(damaged.Length)];

            var result = BoundaryImport.Run(damaged, s_pack.Communes, _ => { }, CancellationToken.None);

            Assert.Equal(result.Report.HasErrors, result.Geometry is null);
        }
    }

    [Fact]
    public void Run_TooManyVertices_StopsReading()
    {
        var text = new StringBuilder("{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"properties\":{},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[");
        for (var i = 0; i <= BoundaryImport.MaxVertices; i++) text.Append(i == 0 ? "[1,2]" : ",[1,2]");

        Assert.Equal(BoundaryProblemKind.TooManyVertices, Assert.Single(Run(Encoding.UTF8.GetBytes(text.Append("]]}}]}").ToString())).Report.Problems).Kind);
    }

    [Fact]
    public void Run_TooLargeFile_IsNotRead() =>
        Assert.Equal(BoundaryProblemKind.TooLarge, Assert.Single(Run(new byte[BoundaryImport.MaxBytes + 1]).Report.Problems).Kind);

    /// <summary>Files that are not part of the repository: IOC_TEST_BOUNDARIES names a folder with dong-thap.geojson and dong-nai.geojson.</summary>
    [RealBoundariesTheory]
    [InlineData("dong-thap")]
    [InlineData("dong-nai")]
    public void Run_RealFile_BecomesAMap(string province)
    {
        var pack = province == "dong-thap" ? ShippedPacks.DongThap : ShippedPacks.DongNai;

        var result = Run(File.ReadAllBytes(Path.Combine(RealBoundariesTheoryAttribute.Folder!, province + ".geojson")), pack);

        Assert.Equal(pack.Communes.Count, result.Report.MatchedByCode);
        Assert.False(result.Report.HasErrors);
        var holes = Holes(result.Geometry!);
        AssertCovers(result.Geometry!, Codes(pack), holes);
    }
}

/// <summary>Runs where a folder with real files is named.</summary>
internal sealed class RealBoundariesTheoryAttribute : TheoryAttribute
{
    public RealBoundariesTheoryAttribute()
    {
        if (string.IsNullOrEmpty(Folder)) Skip = "IOC_TEST_BOUNDARIES names no folder.";
    }

    public static string? Folder { get; } = Environment.GetEnvironmentVariable("IOC_TEST_BOUNDARIES");
}
