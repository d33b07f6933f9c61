using KhcnIoc.Core.Dashboards;
using KhcnIoc.Core.Packs;

namespace KhcnIoc.Core.Tests.Packs;

public sealed class DashboardFileTests
{
    public static TheoryData<string> ShippedDashboards =>
        [.. ShippedPacks.Files.Select(f => f.Path).Where(p => p.EndsWith(".json", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(ShippedDashboards))]
    public void Serialize_ShippedFile_GivesItsBytesBack(string path)
    {
        var text = ShippedPacks.Files.Single(f => f.Path == path).Text;

        var result = DashboardFile.Parse(path, text);

        Assert.Empty(result.Errors);
        Assert.Equal(text, DashboardFile.Serialize(result.Dashboard!));
    }

    [Fact]
    public void Serialize_AnyDashboard_ReadsBackTheSame()
    {
        var random = new Random(20250924);
        for (var round = 0; round < 300; round++)
        {
            var dashboard = Make(random);

            var text = DashboardFile.Serialize(dashboard);
            var result = DashboardFile.Parse("any.json", text);

            Assert.Empty(result.Errors);
            Assert.Equal(dashboard.TitleVi, result.Dashboard!.TitleVi);
            Assert.Equal(dashboard.Pages.SelectMany(p => p.Tiles), result.Dashboard.Pages.SelectMany(p => p.Tiles));
            Assert.Equal(text, DashboardFile.Serialize(result.Dashboard));
        }
    }

    [Fact]
    public void Parse_OtherSpacing_GivesTheCanonicalFile()
    {
        const string Text = """
            {"pages":[{"tiles":[{"height":1,"y":0,"x":0,"indicator":"coverage-5g","width":2}],"rows":1,"columns":2,"title":{"en":"\u0041","vi":"Tổng quan"},"code":"one"}],
            "rotateSeconds":20,"title":{"vi":"a<b>&'","en":"x"},"code":"main","schema":1}
            """;

        var result = DashboardFile.Parse("main.json", Text);

        Assert.Equal(
            """
            {
              "schema": 1,
              "code": "main",
              "title": { "vi": "a<b>&'", "en": "x" },
              "rotateSeconds": 20,
              "pages": [
                {
                  "code": "one",
                  "title": { "vi": "Tổng quan", "en": "A" },
                  "columns": 2,
                  "rows": 1,
                  "tiles": [
                    { "indicator": "coverage-5g", "x": 0, "y": 0, "width": 2 }
                  ]
                }
              ]
            }

            """,
            DashboardFile.Serialize(result.Dashboard!));
    }

    [Fact]
    public void Parse_WithPack_ReportsUnknownCodes()
    {
        var text = ShippedPacks.Files.Single(f => f.Path == "dong-nai/dashboards/main.json").Text.Replace("\"hdi\"", "\"hdl\"", StringComparison.Ordinal);

        Assert.Empty(DashboardFile.Parse("main.json", text).Errors);
        var error = Assert.Single(DashboardFile.Parse("main.json", text, ShippedPacks.DongNai).Errors);
        Assert.Contains("unknown indicator \"hdl\"; did you mean \"hdi\"?", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dong-thap")]
    [InlineData("dong-nai")]
    public void Main_ShippedDashboard_ShowsThePlanOnPagesOfEightToTwelveTiles(string province)
    {
        var pack = province == "dong-thap" ? ShippedPacks.DongThap : ShippedPacks.DongNai;
        var main = pack.Dashboards["main"];
        var shown = main.Pages.SelectMany(p => p.Tiles).Select(t => t.Indicator).ToHashSet();
        var published = pack.Published.Where(f => f.Fields["area"] == pack.Province.Code).Select(f => f.Fields["indicator"]);

        Assert.All(main.Pages, p => Assert.InRange(p.Tiles.Count, 8, 12));
        Assert.All(main.Pages, p => Assert.Equal(p.Columns * p.Rows, p.Tiles.Sum(t => t.Width * t.Height)));
        Assert.Empty(pack.PlanIndicators.Select(i => i.Code).Concat(published).Except(shown));
        Assert.Equal(
            ["coverage-5g", "online-full-process-services", "vneid-accounts", "digital-economy-grdp-share"],
            main.Pages[0].Tiles.Take(4).Select(t => t.Indicator));
    }

    private static Dashboard Make(Random random)
    {
        string[] titles = ["Tổng quan", "\"Ễ\" \\ / Ộ", "a\tb", "<script>&amp;", "Ữ 🛰 …", "x"];
        List<DashboardPage> pages = [];
        for (var p = random.Next(1, 4); p > 0; p--)
        {
            var (columns, rows) = (random.Next(1, 13), random.Next(1, 9));
            List<TileDefinition> tiles = [];
            for (var y = 0; y < rows; y++)
            {
                // A row is filled with tiles of random widths, some cells left empty.
                for (var x = 0; x < columns;)
                {
                    var width = random.Next(1, columns - x + 1);
                    if (tiles.Count == 0 || random.Next(3) > 0)
                    {
                        tiles.Add(new()
                        {
                            Indicator = $"indicator-{random.Next(20)}",
                            Area = $"{tiles.Count:00000}",
                            Agency = random.Next(2) == 0 ? "" : "dept-science",
                            X = x,
                            Y = y,
                            Width = width,
                        });
                    }

                    x += width;
                }
            }

            pages.Add(new() { Code = $"page-{p}", TitleVi = titles[random.Next(titles.Length)], TitleEn = "x", Columns = columns, Rows = rows, Tiles = tiles });
        }

        return new() { Schema = 1, Code = "any", TitleVi = titles[random.Next(titles.Length)], TitleEn = "x", RotateSeconds = random.Next(5, 601), Pages = pages };
    }
}
