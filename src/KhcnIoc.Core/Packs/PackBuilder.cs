using KhcnIoc.Core.Areas;
using KhcnIoc.Core.Dashboards;
using KhcnIoc.Core.Indicators;

namespace KhcnIoc.Core.Packs;

/// <summary>Reads the files of one pack, what is referred to before what refers to it, and reports all that does not fit.</summary>
internal sealed partial class PackBuilder
{
    private const string Shared = "catalogue";

    /// <summary>The one word in reporting duties that is not an agency's code.</summary>
    private const string AllAgencies = "all-agencies";

    private static readonly string[] s_sharedFiles = ["domains", "units", "indicators", "areas", "agencies", "feeds", "published"];
    private static readonly string[] s_provinceFiles =
        ["province", "communes", "agencies", "plans", "targets", "milestones", "reporting", "feeds", "baselines", "published"];

    private readonly string _province;
    private readonly PackProblems _problems;
    private readonly Dictionary<string, PackFile> _files = new(StringComparer.Ordinal);

    private readonly CodeSet _domainCodes = new("domain");
    private readonly CodeSet _unitCodes = new("unit");
    private readonly CodeSet _indicatorCodes = new("indicator");
    private readonly CodeSet _agencyCodes = new("agency");
    private readonly CodeSet _areaCodes = new("area");
    private readonly CodeSet _planCodes = new("plan");
    private readonly CodeSet _feedCodes = new("feed");
    private readonly CodeSet _milestoneCodes = new("milestone");
    private readonly CodeSet _dashboardCodes = new("dashboard");

    private readonly List<Domain> _domains = [];
    private readonly HashSet<string> _wholeUnits = new(StringComparer.Ordinal);
    private readonly List<Indicator> _catalogue = [];
    private readonly Dictionary<string, Indicator> _indicators = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Agency> _agencies = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Area> _areas = new(StringComparer.Ordinal);
    private readonly List<Area> _communes = [];
    private readonly Dictionary<string, Plan> _plans = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FeedDefinition> _feeds = new(StringComparer.Ordinal);
    private readonly List<PublishedFigure> _published = [];
    private readonly Dictionary<string, Dashboard> _dashboards = new(StringComparer.Ordinal);
    private Area? _provinceArea;

    public PackBuilder(string province, IReadOnlyList<PackFile> files, PackProblems problems)
    {
        (_province, _problems) = (province, problems);
        foreach (var file in files)
        {
            if (!_files.TryAdd(file.Path, file)) problems.Add(file.Path, 1, 1, "the file was handed over twice");
        }
    }

    public ProvincePack? Build()
    {
        CheckFileNames();
        ReadCatalogue();
        ReadAreas();
        var targets = ReadPlans();
        var milestones = ReadMilestones();
        var duties = ReadReporting();
        ReadFeeds();
        var baselines = ReadBaselines();
        ReadPublished();
        ReadDashboards();
        if (_problems.Count > 0 || _provinceArea is null) return null;

        return new()
        {
            Code = _province,
            Province = _provinceArea,
            Domains = _domains,
            Indicators = _indicators,
            Catalogue = _catalogue,
            Areas = _areas,
            Communes = _communes,
            Agencies = _agencies,
            Plans = _plans,
            Targets = targets,
            Baselines = baselines,
            Milestones = milestones,
            ReportingDuties = duties,
            Feeds = _feeds,
            Published = _published,
            Dashboards = _dashboards,
        };
    }

    // A file with a slip in its name would otherwise be passed over in silence.
    private void CheckFileNames()
    {
        foreach (var path in _files.Keys)
        {
            var slash = path.IndexOf('/', StringComparison.Ordinal);
            var folder = slash < 0 ? "" : path[..slash];
            if (folder != Shared && folder != _province || path.IndexOf('/', slash + 1) >= 0) continue;
            var (name, extension) = (Path.GetFileNameWithoutExtension(path), Path.GetExtension(path));
            var expected = folder == Shared ? s_sharedFiles : s_provinceFiles;
            if (extension == ".yaml" && expected.Contains(name) || extension is not (".yaml" or ".yml" or ".json")) continue;
            _problems.Add(path, 1, 1, $"a pack has no such file{Suggestion.For(Path.GetFileName(path), [.. expected.Select(e => e + ".yaml")])}");
        }
    }

    /// <summary>The root map of a file, or null after reporting.</summary>
    private PackObject? Open(string folder, string name)
    {
        var path = $"{folder}/{name}.yaml";
        if (!_files.TryGetValue(path, out var file))
        {
            _problems.Add(path, 1, 1, "the file is missing");
            return null;
        }

        var node = YamlNodes.Read(file, _problems);
        var root = node is null ? null : new PackObject(path, node, _problems);
        return root is { IsBroken: false } ? root : null;
    }

    /// <summary>The items of a file that holds one list; null where it could not be read.</summary>
    private List<PackObject>? OpenList(string folder, string name, string key)
    {
        if (Open(folder, name) is not { } root) return null;
        var items = root.Objects(key).ToList();
        root.Done();
        return items;
    }

    private void CheckValue(PackObject item, string key, decimal value, string indicatorCode)
    {
        if (!_indicators.TryGetValue(indicatorCode, out var indicator)) return;
        if (value < indicator.Min || value > indicator.Max)
            item.Report(key, $"\"{key}\" is {Invariant(value)}; the indicator \"{indicator.Code}\" allows {PackObject.Range(indicator.Min, indicator.Max)}");
        if (_wholeUnits.Contains(indicator.Unit) && value != decimal.Truncate(value))
            item.Report(key, $"\"{key}\" is {Invariant(value)}; the unit \"{indicator.Unit}\" has whole numbers only");
        else if (decimal.Round(value, 4) != value)
            item.Report(key, $"\"{key}\" is {Invariant(value)}; at most four decimals are kept");
    }

    private void CheckUnit(PackObject item, string unit, string indicatorCode)
    {
        if (unit.Length > 0 && _indicators.TryGetValue(indicatorCode, out var indicator) && indicator.Unit != unit && indicator.Unit.Length > 0)
            item.Report("unit", $"the unit \"{unit}\" does not fit; the indicator \"{indicator.Code}\" is in \"{indicator.Unit}\"");
    }

    private static string Invariant(decimal value) => value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
