using KhcnIoc.Core.Areas;
using KhcnIoc.Core.Indicators;

namespace KhcnIoc.Core.Packs;

internal sealed partial class PackBuilder
{
    private static readonly Dictionary<string, AreaLevel> s_sharedLevels = new() { ["country"] = AreaLevel.Country, ["benchmark"] = AreaLevel.Benchmark };
    private static readonly Dictionary<string, AreaKind> s_communeKinds = new()
    {
        ["xa"] = AreaKind.Xa,
        ["phuong"] = AreaKind.Phuong,
        ["dac-khu"] = AreaKind.DacKhu,
    };

    private static readonly Dictionary<string, AreaKind> s_provinceKinds = new() { ["province"] = AreaKind.Province, ["city"] = AreaKind.City };
    private static readonly Dictionary<string, AreaKind> s_anyKinds = new(s_provinceKinds.Concat(s_communeKinds)) { ["country"] = AreaKind.Country };

    private static readonly Dictionary<AreaKind, string> s_kindWords = new()
    {
        [AreaKind.Xa] = "Xã",
        [AreaKind.Phuong] = "Phường",
        [AreaKind.DacKhu] = "Đặc khu",
        [AreaKind.Province] = "Tỉnh",
        [AreaKind.City] = "Thành phố",
    };

    private void ReadAreas()
    {
        ReadSharedAreas();
        var predecessors = ReadProvince();
        ReadCommunes(predecessors);
    }

    private void ReadSharedAreas()
    {
        if (OpenList(Shared, "areas", "areas") is not { } items)
        {
            _areaCodes.MarkIncomplete();
            return;
        }

        foreach (var item in items)
        {
            AddArea(item, ReadDatedArea(item, item.Choice("level", s_sharedLevels), s_anyKinds));
            item.Done();
        }
    }

    /// <summary>The codes of the merged provinces.</summary>
    private List<string> ReadProvince()
    {
        List<string> codes = [];
        if (Open(_province, "province") is not { } root)
        {
            _areaCodes.MarkIncomplete();
            return codes;
        }

        foreach (var item in root.Objects("predecessors"))
        {
            var area = ReadDatedArea(item, AreaLevel.Predecessor, s_provinceKinds);
            if (area.ValidTo is null) item.Report("the key \"validTo\" is missing; a predecessor ends on the day of the merger");
            AddArea(item, area);
            codes.Add(area.Code);
            item.Done();
        }

        if (root.Object("province") is { } province)
        {
            var area = ReadDatedArea(province, AreaLevel.Province, s_provinceKinds);
            if (area.ValidFrom is null && codes.Count > 0) province.Report("the key \"validFrom\" is missing; a merged province begins on the day of the merger");
            _provinceArea = area with
            {
                Names = ReadNames(province, area.Names[0], area.ShortName, s_provinceKinds),
                Predecessors = codes,
                Point = ReadPoint(province),
                AreaKm2 = province.Number("areaKm2", 0.01m, 400_000),
                Population = (long)province.Number("population", 1, 200_000_000),
            };
            AddArea(province, _provinceArea);
            province.Done();
        }
        else
        {
            _areaCodes.MarkIncomplete();
        }

        root.Done();
        return codes;
    }

    private void ReadCommunes(List<string> predecessors)
    {
        if (Open(_province, "communes") is not { } root)
        {
            _areaCodes.MarkIncomplete();
            return;
        }

        var validFrom = root.Date("validFrom");
        var needsPopulation = _catalogue.FirstOrDefault(i => i.Weight == "population");
        Dictionary<string, int> slugLines = new(StringComparer.Ordinal);
        foreach (var item in root.Objects("communes"))
        {
            var area = ReadCommune(item, validFrom);
            item.Done();
            if (area.Slug.Length > 0 && !slugLines.TryAdd(area.Slug, item.Line))
                item.Report("slug", $"the slug \"{area.Slug}\" stands twice; it is already on line {slugLines[area.Slug]}");
            if (area.Population is null && needsPopulation is not null && !item.Has("population"))
                item.Report($"the key \"population\" is missing; the indicator \"{needsPopulation.Code}\" is weighted by it");
            if (area.FormerProvince is { Length: > 0 } former && !predecessors.Contains(former) && predecessors.Count > 0)
                item.Report("former", $"\"former\" is \"{former}\"; allowed are {Suggestion.Join(predecessors)}");
            AddArea(item, area);
            _communes.Add(area);
        }

        root.Done();
        if (root.Has("communes") && _communes.Count == 0) root.Report("communes", "a province needs at least one commune");
    }

    private Area ReadCommune(PackObject item, DateOnly validFrom)
    {
        var code = item.Text("code");
        if (code.Length > 0 && (code.Length != 5 || !code.All(char.IsAsciiDigit)))
            item.Report("code", $"\"code\" is \"{code}\"; a commune has the five digits of the statistics office");
        var kind = item.Choice("kind", s_communeKinds);
        var (name, shortName) = (item.Text("name"), item.Text("shortName"));
        if (name.Length > 0 && shortName.Length > 0 && item.Has("kind")) CheckName(item, kind, name, shortName);
        var population = item.OptionalWhole("population", 1, 10_000_000);
        return new Area
        {
            Code = code,
            Level = AreaLevel.Commune,
            ParentCode = _provinceArea?.Code,
            ShortName = shortName,
            Slug = item.Code("slug"),
            Names = ReadNames(item, new(validFrom, kind, name, ""), shortName, s_communeKinds),
            ValidFrom = validFrom,
            Population = population,
            AreaKm2 = item.Number("areaKm2", 0.01m, 10_000),
            Point = ReadPoint(item),
            FormerProvince = item.OptionalText("former"),
        };
    }

    /// <summary>The keys that every area has.</summary>
    private static Area ReadDatedArea(PackObject item, AreaLevel level, Dictionary<string, AreaKind> kinds)
    {
        var (from, to) = (item.OptionalDate("validFrom"), item.OptionalDate("validTo"));
        if (to <= from) item.Report("validTo", "\"validTo\" must be later than \"validFrom\"");
        var kind = item.Choice("kind", kinds);
        return new Area
        {
            Code = item.Text("code", 40),
            Level = level,
            ShortName = item.Text("shortName", 60),
            Slug = item.Code("slug"),
            Names = [new(from ?? DateOnly.MinValue, kind, item.Text("name"), item.OptionalText("document"))],
            ValidFrom = from,
            ValidTo = to,
        };
    }

    /// <summary>The first name, and those of the dated changes after it.</summary>
    private static List<AreaName> ReadNames(PackObject item, AreaName first, string shortName, Dictionary<string, AreaKind> kinds)
    {
        List<AreaName> names = [first];
        foreach (var change in item.OptionalObjects("changes"))
        {
            var name = new AreaName(change.Date("from"), change.Choice("kind", kinds), change.Text("name"), change.Text("document"));
            if (name.Name.Length > 0 && change.Has("kind")) CheckName(change, name.Kind, name.Name, shortName);
            if (change.Has("from") && name.From != default && name.From <= names[^1].From)
                change.Report("from", $"\"from\" is {name.From:yyyy-MM-dd}; changes stand in order of time, each later than {names[^1].From:yyyy-MM-dd}");
            names.Add(name);
            change.Done();
        }

        return names;
    }

    private static void CheckName(PackObject item, AreaKind kind, string name, string shortName)
    {
        var expected = $"{s_kindWords[kind]} {shortName}";
        if (shortName.Length > 0 && name != expected) item.Report("name", $"\"name\" is \"{name}\"; kind and short name ask for \"{expected}\"");
    }

    // The range holds the country with its islands; it catches swapped and mistyped coordinates.
    private static GeoPoint? ReadPoint(PackObject item)
    {
        var nodes = item.List("point");
        if (nodes.Count == 0 && !item.Has("point")) return null;
        if (nodes.Count != 2 || nodes.Any(n => n.Kind != PackNodeKind.Number)
            || !TryDegrees(nodes[0].Text, out var longitude) || !TryDegrees(nodes[1].Text, out var latitude))
        {
            item.Report("point", "\"point\" must be two numbers, [longitude, latitude]");
            return null;
        }

        var swapped = longitude is >= 6 and <= 24 && latitude is >= 102 and <= 118;
        if (swapped) item.Report("point", $"\"point\" has latitude first; longitude comes first: [{nodes[1].Text}, {nodes[0].Text}]");
        else if (longitude is < 102 or > 118) item.Report(nodes[0], $"the longitude {nodes[0].Text} lies outside Vietnam (102 to 118)");
        else if (latitude is < 6 or > 24) item.Report(nodes[1], $"the latitude {nodes[1].Text} lies outside Vietnam (6 to 24)");
        return new(longitude, latitude);
    }

    private static bool TryDegrees(string text, out double degrees) =>
        double.TryParse(text, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out degrees);

    private void AddArea(PackObject item, Area area)
    {
        _areaCodes.Add(item, "code", area.Code);
        _areas.TryAdd(area.Code, area);
    }
}
