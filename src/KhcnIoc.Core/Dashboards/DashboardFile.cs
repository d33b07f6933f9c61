using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using KhcnIoc.Core.Packs;

namespace KhcnIoc.Core.Dashboards;

/// <summary>A dashboard read from its file, or what is wrong with the file.</summary>
public sealed record DashboardResult
{
    /// <summary><see langword="null"/> where there is any error.</summary>
    public Dashboard? Dashboard { get; init; }
    public required IReadOnlyList<PackError> Errors { get; init; }
}

/// <summary>The codes that tiles may name.</summary>
internal sealed record DashboardCodes(CodeSet Indicators, CodeSet Areas, CodeSet Agencies);

/// <summary>Reads and writes a dashboard's JSON file.</summary>
/// <remarks>
/// <see cref="Serialize"/> writes the one canonical form: two spaces, a line per tile, keys in a fixed order, default values left
/// out, no escapes that JSON does not need, a line feed at the end. So an edited layout differs from the file only where it was edited.
/// </remarks>
public static class DashboardFile
{
    /// <summary>The version of the format that this product writes and reads.</summary>
    public const int Schema = 1;

    // Only for strings inside a file: what HTML would need escaped stays readable.
    private static readonly JsonSerializerOptions s_plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads a file and checks its form and layout.</summary>
    /// <param name="path">For messages.</param>
    /// <param name="text">JSON.</param>
    /// <param name="pack">Where given, indicators, areas and agencies must exist in it.</param>
    public static DashboardResult Parse(string path, string text, ProvincePack? pack = null)
    {
        var problems = new PackProblems();
        Dashboard? dashboard = null;
        if (JsonNodes.Read(new(path, text), problems) is { } node && new PackObject(path, node, problems) is { IsBroken: false } root)
            dashboard = Read(root, pack is null ? null : CodesOf(pack));
        return new() { Dashboard = problems.Count == 0 ? dashboard : null, Errors = problems.InOrder() };
    }

    /// <summary>The canonical text of a dashboard.</summary>
    public static string Serialize(Dashboard dashboard)
    {
        ArgumentNullException.ThrowIfNull(dashboard);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{{\n  \"schema\": {dashboard.Schema},\n  \"code\": {Quote(dashboard.Code)},\n");
        text.Append(CultureInfo.InvariantCulture, $"  \"title\": {{ \"vi\": {Quote(dashboard.TitleVi)}, \"en\": {Quote(dashboard.TitleEn)} }},\n");
        text.Append(CultureInfo.InvariantCulture, $"  \"rotateSeconds\": {dashboard.RotateSeconds},\n  \"pages\": [\n");
        text.AppendJoin(",\n", dashboard.Pages.Select(WritePage));
        return text.Append("\n  ]\n}\n").ToString();
    }

    /// <summary>Reads the file's root map; reports into its problems.</summary>
    internal static Dashboard Read(PackObject root, DashboardCodes? codes)
    {
        var title = root.Object("title");
        var dashboard = new Dashboard
        {
            Schema = root.Whole("schema", Schema, Schema),
            Code = root.Code("code"),
            TitleVi = title?.Text("vi", 120) ?? "",
            TitleEn = title?.Text("en", 120) ?? "",
            RotateSeconds = root.Whole("rotateSeconds", 5, 600),
            Pages = ReadPages(root, codes),
        };
        title?.Done();
        root.Done();
        return dashboard;
    }

    private static List<DashboardPage> ReadPages(PackObject root, DashboardCodes? codes)
    {
        List<DashboardPage> pages = [];
        Dictionary<string, int> lines = new(StringComparer.Ordinal);
        foreach (var item in root.Objects("pages"))
        {
            var title = item.Object("title");
            var page = new DashboardPage
            {
                Code = item.Code("code"),
                TitleVi = title?.Text("vi", 120) ?? "",
                TitleEn = title?.Text("en", 120) ?? "",
                Columns = item.Whole("columns", 1, 12),
                Rows = item.Whole("rows", 1, 8),
                Tiles = ReadTiles(item, codes),
            };
            title?.Done();
            item.Done();
            if (page.Code.Length > 0 && !lines.TryAdd(page.Code, item.Line))
                item.Report("code", $"the page \"{page.Code}\" stands twice; it is already on line {lines[page.Code]}");
            pages.Add(page);
        }

        if (root.Has("pages") && pages.Count == 0) root.Report("pages", "a dashboard needs at least one page");
        return pages;
    }

    private static List<TileDefinition> ReadTiles(PackObject page, DashboardCodes? codes)
    {
        List<TileDefinition> tiles = [];
        // The grid's size is read again here only to judge tiles; a wrong size was reported by the page.
        var (columns, rows) = (Size(page, "columns", 12), Size(page, "rows", 8));
        Dictionary<(int, int), int> taken = [];
        Dictionary<(string, string, string), int> shown = [];
        foreach (var item in page.Objects("tiles"))
        {
            var tile = new TileDefinition
            {
                Indicator = item.Text("indicator"),
                Area = item.OptionalText("area"),
                Agency = item.OptionalText("agency"),
                X = item.Whole("x", 0, 11),
                Y = item.Whole("y", 0, 7),
                Width = item.OptionalWhole("width", 1, 12) ?? 1,
                Height = item.OptionalWhole("height", 1, 8) ?? 1,
            };
            item.Done();
            codes?.Indicators.Check(item, "indicator", tile.Indicator);
            codes?.Areas.Check(item, "area", tile.Area);
            codes?.Agencies.Check(item, "agency", tile.Agency);
            if (tile.Indicator.Length > 0 && !shown.TryAdd((tile.Indicator, tile.Area, tile.Agency), item.Line))
                item.Report("indicator", $"the page shows \"{tile.Indicator}\" for the same area and agency already on line {shown[(tile.Indicator, tile.Area, tile.Agency)]}");
            if (item.Has("x") && item.Has("y")) Place(item, tile, columns, rows, taken);
            tiles.Add(tile);
        }

        if (page.Has("tiles") && tiles.Count == 0) page.Report("tiles", "a page needs at least one tile");
        return tiles;
    }

    private static void Place(PackObject item, TileDefinition tile, int columns, int rows, Dictionary<(int, int), int> taken)
    {
        if (tile.X + tile.Width > columns) item.Report("x", $"the tile reaches column {tile.X + tile.Width}, but the page has {columns} columns");
        if (tile.Y + tile.Height > rows) item.Report("y", $"the tile reaches row {tile.Y + tile.Height}, but the page has {rows} rows");
        var other = 0;
        for (var y = tile.Y; y < tile.Y + tile.Height; y++)
        {
            for (var x = tile.X; x < tile.X + tile.Width; x++)
            {
                if (!taken.TryAdd((x, y), item.Line) && other == 0) other = taken[(x, y)];
            }
        }

        if (other > 0) item.Report("x", $"the tile lies over the one on line {other}");
    }

    private static int Size(PackObject page, string key, int max) => page.PeekWhole(key) is { } size && size >= 1 && size <= max ? size : max;

    private static DashboardCodes CodesOf(ProvincePack pack) =>
        new(CodeSet.Of("indicator", pack.Indicators.Keys), CodeSet.Of("area", pack.Areas.Keys), CodeSet.Of("agency", pack.Agencies.Keys));

    private static string WritePage(DashboardPage page)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"    {{\n      \"code\": {Quote(page.Code)},\n");
        text.Append(CultureInfo.InvariantCulture, $"      \"title\": {{ \"vi\": {Quote(page.TitleVi)}, \"en\": {Quote(page.TitleEn)} }},\n");
        text.Append(CultureInfo.InvariantCulture, $"      \"columns\": {page.Columns},\n      \"rows\": {page.Rows},\n      \"tiles\": [\n");
        text.AppendJoin(",\n", page.Tiles.Select(WriteTile));
        return text.Append("\n      ]\n    }").ToString();
    }

    private static string WriteTile(TileDefinition tile)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"        {{ \"indicator\": {Quote(tile.Indicator)}");
        if (tile.Area.Length > 0) text.Append(CultureInfo.InvariantCulture, $", \"area\": {Quote(tile.Area)}");
        if (tile.Agency.Length > 0) text.Append(CultureInfo.InvariantCulture, $", \"agency\": {Quote(tile.Agency)}");
        text.Append(CultureInfo.InvariantCulture, $", \"x\": {tile.X}, \"y\": {tile.Y}");
        if (tile.Width != 1) text.Append(CultureInfo.InvariantCulture, $", \"width\": {tile.Width}");
        if (tile.Height != 1) text.Append(CultureInfo.InvariantCulture, $", \"height\": {tile.Height}");
        return text.Append(" }").ToString();
    }

    private static string Quote(string text) => JsonSerializer.Serialize(text, s_plain);
}
