using System.Globalization;
using System.Text.Json;

namespace KhcnIoc.Simulator.Catalogue;

/// <summary>Reads the catalogue as the public API gives it: <c>[…]</c> or <c>{"indicators":[…]}</c>, fields that are missing get harmless values.</summary>
internal static class CatalogueReader
{
    // The plans of 2025 name some targets without a year; they hold from the plan's date on.
    private const int YearOfUndatedTargets = 2025;

    internal static SimCatalogue Read(JsonElement indicators, JsonElement areas, bool provinceOnly, IReadOnlySet<string>? onlyAreas)
    {
        var all = Items(areas, "areas").Select(ReadArea).ToList();
        var province = all.FirstOrDefault(a => a.IsProvince) ?? throw new InvalidDataException("The server's list of areas holds no province.");
        var communes = all.Where(a => a.IsCommune && !provinceOnly && (onlyAreas is null || onlyAreas.Contains(a.Code)))
            .OrderBy(a => a.Code, StringComparer.Ordinal).ToList();
        var plan = Items(indicators, "indicators").Select(ReadIndicator).Where(i => i.Targets.Count > 0)
            .OrderBy(i => i.Code, StringComparer.Ordinal).ToList();
        return new(plan, province, communes);
    }

    private static SimArea ReadArea(JsonElement json)
    {
        var level = Text(json, "level");
        return new(Text(json, "code"), level.Equals("province", StringComparison.OrdinalIgnoreCase), level.Equals("commune", StringComparison.OrdinalIgnoreCase),
            (long)(Number(json, "population") ?? 10_000));
    }

    private static SimIndicator ReadIndicator(JsonElement json)
    {
        var breakdown = Text(json, "breakdown");
        return new()
        {
            Code = Text(json, "code"),
            Unit = Text(json, "unit"),
            IsFlow = Is(json, "kind", "flow"),
            Cadence = Enum.TryParse<SimCadence>(Text(json, "cadence"), ignoreCase: true, out var cadence) ? cadence : SimCadence.Monthly,
            ByCommune = Has(breakdown, "commune"),
            ByAgency = Has(breakdown, "agency"),
            IsSum = Is(json, "aggregation", "sum"),
            Weight = Text(json, "weight"),
            Min = Number(json, "min"),
            Max = Number(json, "max"),
            Decimals = (int)Math.Clamp(Number(json, "decimals") ?? 0, 0, 4),
            LeadAgency = Text(json, "leadAgency"),
            Targets = json.TryGetProperty("targets", out var targets) && targets.ValueKind == JsonValueKind.Array ? ReadTargets(targets) : [],
        };
    }

    private static List<SimTarget> ReadTargets(JsonElement json) =>
        [.. json.EnumerateArray()
            .Where(t => Number(t, "value") is not null)
            .Select(t => new SimTarget((int)(Number(t, "year") ?? YearOfUndatedTargets), Number(t, "value")!.Value))
            .GroupBy(t => t.Year).Select(g => g.MaxBy(t => t.Value)!).OrderBy(t => t.Year)];

    private static JsonElement.ArrayEnumerator Items(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Array ? json.EnumerateArray()
        : json.ValueKind == JsonValueKind.Object && (json.TryGetProperty(name, out var list) || json.TryGetProperty("items", out list)) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray()
        : throw new InvalidDataException($"The server's answer holds no list of {name}.");

    private static bool Has(string breakdown, string part) =>
        breakdown.Contains(part, StringComparison.OrdinalIgnoreCase) || breakdown.Equals("both", StringComparison.OrdinalIgnoreCase);

    private static bool Is(JsonElement json, string name, string value) => Text(json, name).Equals(value, StringComparison.OrdinalIgnoreCase);

    private static string Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private static decimal? Number(JsonElement json, string name)
    {
        if (!json.TryGetProperty(name, out var value)) return null;
        if (value.ValueKind == JsonValueKind.Number) return value.TryGetDecimal(out var number) ? number : null;
        return value.ValueKind == JsonValueKind.String && decimal.TryParse(value.GetString(), NumberStyles.Number, CultureInfo.InvariantCulture, out var parsed) ? parsed : null;
    }
}
