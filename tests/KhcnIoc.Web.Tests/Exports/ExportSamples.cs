using System.Globalization;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Live;
using KhcnIoc.TestSupport;
using KhcnIoc.Web.Exports;
using KhcnIoc.Web.Exports.Paper;
using KhcnIoc.Web.Pages;
using KhcnIoc.Web.Pages.Drawings;
using KhcnIoc.Web.Tests.Views;

namespace KhcnIoc.Web.Tests.Exports;

/// <summary>A page of given blocks.</summary>
internal sealed record SampleView(IReadOnlyList<PageBlock> Content) : PageView
{
    public override IReadOnlyList<PageBlock> Blocks => Content;

    public override bool Concerns(IReadOnlySet<SeriesKey> changed) => false;
}

/// <summary>Pages to export without a server.</summary>
internal static class ExportSamples
{
    public const string Origin = "https://ioc.example:8443";

    public static PaperFonts Fonts { get; } = new(Path.Combine(RepositoryFiles.Root, "src/KhcnIoc.Web/wwwroot/assets"));

    public static SampleView View(CultureInfo culture, IReadOnlyList<PageBlock> blocks, string address = "/indicators/coverage-5g", string title = "Tỷ lệ phủ sóng 5G", bool simulated = false)
    {
        var query = PageQuery.Parse(address.Contains('?', StringComparison.Ordinal) ? address[address.IndexOf('?', StringComparison.Ordinal)..] : "");
        query = query with { Culture = culture };
        return new(blocks)
        {
            Title = title,
            Subtitle = "Theo kế hoạch 283/KH-UBND",
            Simulated = simulated,
            Context = new PageContext
            {
                Address = address,
                Query = query,
                Board = new EmptyBoard(query.Moment),
                Pack = ViewSamples.Pack,
                Now = ViewSamples.Now,
                Links = new Links(query),
            },
        };
    }

    public static ExportHead Head(PageView view) => ExportHead.Of(view, Origin, "b42");

    public static Drawing Drawing => new(400, 200,
    [
        new RectShape(10, 10, 100, 60, Ink.Step4, Ink.Paper, Hatched: true),
        new PathShape("M150 10L250 30 250 90Z", Ink.Behind, Ink.Text, 1.5),
        new PathShape("M10 150L390 100", Ink.None, Ink.Series2, 2, Dash: [6, 4]),
        new CircleShape(300, 50, 20, Ink.Watch),
        new TextShape(200, 180, "Trường Xuân – Ễ Ộ Ữ Ằ", 14, Weight: 600, Anchor: Anchor.Middle),
    ], "Sơ đồ các xã");

    /// <summary>Every kind of block.</summary>
    public static IReadOnlyList<PageBlock> Everything(CultureInfo culture, int rows = 5) =>
    [
        new TextBlock("Định nghĩa: số hộ được phủ sóng trên tổng số hộ."),
        new TextBlock("Tái dựng từ địa bàn cũ, không phải số liệu báo cáo.", IsNotice: true),
        new FactsBlock([new Fact("Khoảng cách", culture.Name == "vi-VN" ? "−15,8 điểm" : "−15.8 points", -15.8m, Mark: "behind"), new Fact("Văn bản", "283/KH-UBND", Href: "/documents/3"), new Fact("Công thức", "=Σ(a × b)")]),
        new HeadingBlock("Ô chỉ tiêu"),
        new TilesBlock([(ViewSamples.Tile(), ViewSamples.View(ViewSamples.Figure(), culture)), (ViewSamples.Tile(), ViewSamples.View(ViewSamples.Missing(), culture)), (ViewSamples.Tile(), ViewSamples.View(ViewSamples.Figure(Standing.Watch) with { Simulated = true }, culture))]),
        new HeadingBlock("Theo xã"),
        new DrawingBlock(Drawing, "Sơ đồ, không phải ranh giới hành chính."),
        new TableBlock(Table(culture, rows)),
    ];

    public static TableView Table(CultureInfo culture, int rows) => new(
        "communes", "Xếp hạng xã", [new("area", "Xã, phường", ColumnKind.Text), new("value", "Giá trị", ColumnKind.Number, "%"), new("standing", "Tình trạng", ColumnKind.Text)],
        [.. Enumerable.Range(1, rows).Select(i => new TableRow("k" + i,
        [
            new TableCell("Xã Mỹ Đức Tây " + i) { Href = "/areas/" + (28000 + i) },
            new TableCell((i * 1.25m).ToString("N1", culture)) { Number = i * 1.25m, Decimals = 1, Href = "/figures/coverage-5g/" + (28000 + i), Simulated = i == 2, Hint = i == 3 ? "mẫu số nhỏ" : "" },
            new TableCell("thiếu 2 điểm") { Mark = "behind" },
        ], Highlighted: i == 1))])
    {
        Note = "Xếp theo giá trị.",
        EmptyText = "Chưa có số liệu.",
    };

    private sealed class EmptyBoard(BoardMoment moment) : IBoardView
    {
        public BoardMoment Moment => moment;

        public DateTimeOffset At => moment.AsOf ?? ViewSamples.Now;

        public long Commit => 4711;

        public long Sequence => 9;

        public IEnumerable<SeriesKey> Keys => [];

        public FigureState Get(SeriesKey key) => new() { Key = key };

        public FigureExplanation Explain(SeriesKey key) => new() { Figure = Get(key) };

        public TargetPath? PathOf(string indicator) => null;
    }
}
