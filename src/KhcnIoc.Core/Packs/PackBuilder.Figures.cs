using System.Globalization;
using KhcnIoc.Core.Dashboards;
using KhcnIoc.Core.Indicators;

namespace KhcnIoc.Core.Packs;

internal sealed partial class PackBuilder
{
    private static readonly Dictionary<string, string> s_qualifiers = new[] { "=", ">=", "<=", "~" }.ToDictionary(q => q);
    private static readonly string[] s_sourceKeys = ["title", "publisher", "url", "document", "published", "page", "quote"];

    private void ReadFeeds()
    {
        foreach (var folder in (string[])[Shared, _province])
        {
            foreach (var item in OpenList(folder, "feeds", "feeds") ?? [])
            {
                var feed = new FeedDefinition
                {
                    Code = item.Code("code"),
                    NameVi = item.Text("nameVi"),
                    Rank = item.OptionalWhole("rank", 1, 1000) ?? 100,
                    Agency = item.OptionalText("agency"),
                    Heartbeat = item.OptionalWhole("heartbeatMinutes", 1, 525_600) is { } minutes ? TimeSpan.FromMinutes(minutes) : null,
                };
                _feedCodes.Add(item, "code", feed.Code);
                _agencyCodes.Check(item, "agency", feed.Agency);
                _feeds.TryAdd(feed.Code, feed);
                item.Done();
            }
        }
    }

    private void ReadPublished()
    {
        Dictionary<string, string> places = new(StringComparer.Ordinal);
        foreach (var folder in (string[])[Shared, _province])
        {
            foreach (var item in OpenList(folder, "published", "figures") ?? [])
            {
                var fields = ReadFigure(item);
                item.Done();
                // Two sources may say the same; the same source twice is a slip.
                var key = string.Join('|', ((string[])["indicator", "area", "agency", "period", "method", "source.title", "source.url"]).Select(k => fields.GetValueOrDefault(k, "")));
                if (!places.TryAdd(key, $"{item.File} line {item.Line}"))
                    item.Report($"this source gives a figure of \"{fields["indicator"]}\" for the same area and period already in {places[key]}");
                _published.Add(new(item.Line, fields) { File = item.File });
            }
        }
    }

    private Dictionary<string, string> ReadFigure(PackObject item)
    {
        Dictionary<string, string> fields = new(StringComparer.Ordinal);
        void Keep(string name, string text)
        {
            if (text.Length > 0) fields[name] = text;
        }

        var (indicator, area, agency) = (item.Text("indicator"), item.Text("area"), item.OptionalText("agency"));
        fields["indicator"] = indicator;
        Keep("area", area);
        Keep("agency", agency);
        _indicatorCodes.Check(item, "indicator", indicator);
        _areaCodes.Check(item, "area", area);
        _agencyCodes.Check(item, "agency", agency);

        var unit = item.Text("unit");
        Keep("unit", unit);
        CheckUnit(item, unit, indicator);
        var value = item.Number("value");
        if (item.Has("value")) CheckValue(item, "value", value, indicator);
        fields["value"] = Invariant(value);
        if (item.OptionalNumber("weight", 0.0001m) is { } weight) fields["weight"] = Invariant(weight);

        var restated = item.Flag("restated");
        if (restated) fields["restated"] = "true";
        Keep("method", item.OptionalText("method"));
        Keep("qualifier", item.OptionalChoice("qualifier", s_qualifiers, ""));
        var period = item.Text("period");
        Keep("period", period);
        CheckPeriod(item, period, indicator, area, restated);

        if (item.Object("source") is { } source)
        {
            source.Text("title");
            foreach (var key in s_sourceKeys) Keep("source." + key, source.OptionalText(key));
            var url = source.OptionalText("url");
            if (url.Length > 0 && !(Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
                source.Report("url", $"\"url\" is \"{url}\"; a web address begins with http:// or https://");
            CheckPartialDate(source, "published", source.OptionalText("published"));
            source.Done();
        }

        return fields;
    }

    private void CheckPeriod(PackObject item, string text, string indicatorCode, string areaCode, bool restated)
    {
        if (text.Length == 0) return;
        if (!Period.TryParse(text, out var period))
        {
            item.Report("period", $"\"period\" is \"{text}\"; a period is written \"2025\", \"2025-Q3\", \"2025-06\", \"2025-06-30\" or \"2025-01/2025-06\"");
            return;
        }

        if (period.Kind == PeriodKind.Instant && _indicators.TryGetValue(indicatorCode, out var indicator) && indicator.Kind == IndicatorKind.Flow)
            item.Report("period", $"\"period\" is an instant; \"{indicatorCode}\" is an amount inside a period");
        if (!_areas.TryGetValue(areaCode, out var area) || restated) return;
        if (area.ValidFrom is { } from && period.End <= ProvinceCalendar.StartOf(from))
        {
            var hint = area.Predecessors.Count > 0 ? $" (before that: {Suggestion.Join(area.Predecessors)}; or restated: true where the source computed it for the merged province)" : "";
            item.Report("period", string.Create(CultureInfo.InvariantCulture, $"the period {text} ends before the area \"{areaCode}\" begins on {from:yyyy-MM-dd}{hint}"));
        }

        if (area.ValidTo is { } to && period.Start >= ProvinceCalendar.StartOf(to))
            item.Report("period", string.Create(CultureInfo.InvariantCulture, $"the period {text} begins after the area \"{areaCode}\" ended; its last day was {to.AddDays(-1):yyyy-MM-dd}"));
    }

    private void ReadDashboards()
    {
        var codes = new DashboardCodes(_indicatorCodes, _areaCodes, _agencyCodes);
        foreach (var file in _files.Values.OrderBy(f => f.Path, StringComparer.Ordinal))
        {
            if (!file.Path.EndsWith(".json", StringComparison.Ordinal) || !IsDashboard(file.Path)) continue;
            if (JsonNodes.Read(file, _problems) is not { } node) continue;
            var root = new PackObject(file.Path, node, _problems);
            if (root.IsBroken) continue;
            var dashboard = DashboardFile.Read(root, codes);
            var name = Path.GetFileNameWithoutExtension(file.Path);
            if (dashboard.Code.Length > 0 && dashboard.Code != name) root.Report("code", $"\"code\" is \"{dashboard.Code}\", but the file is named \"{name}.json\"; they must agree");
            _dashboardCodes.Add(root, "code", dashboard.Code);
            _dashboards.TryAdd(dashboard.Code, dashboard);
        }

        if (!_files.ContainsKey($"{_province}/dashboards/main.json"))
            _problems.Add($"{_province}/dashboards/main.json", 1, 1, "the file is missing; every province has the dashboard \"main\"");
    }

    private bool IsDashboard(string path) =>
        Path.GetDirectoryName(path)?.Replace('\\', '/') is { } folder && (folder == $"{_province}/dashboards" || folder == "extra-dashboards");
}
