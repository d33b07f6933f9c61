using System.Text.Json;
using KhcnIoc.Simulator.Catalogue;

namespace KhcnIoc.Simulator.Tests;

internal static class Samples
{
    internal static readonly DateTimeOffset Noon = new(2026, 5, 20, 12, 0, 0, TimeSpan.FromHours(7));

    internal const string IndicatorsJson = """
        {"indicators":[
        {"code":"coverage-5g","unit":"percent","kind":"stock","cadence":"monthly","breakdown":"commune","aggregation":"weighted-mean","weight":"population","min":0,"max":100,"decimals":1,"targets":[{"year":2025,"value":60,"operator":"at-least"},{"year":2030,"value":99,"operator":"at-least"}],"leadAgency":"dept-science-technology"},
        {"code":"gigabit-fixed-access","unit":"percent","kind":"stock","cadence":"quarterly","breakdown":"commune","aggregation":"weighted-mean","weight":"households","min":0,"max":100,"decimals":1,"targets":[{"year":2025,"value":60}],"leadAgency":"dept-science-technology"},
        {"code":"dossiers-online","unit":"percent","kind":"stock","cadence":"realtime","breakdown":"both","aggregation":"weighted-mean","weight":"dossiers","min":0,"max":100,"decimals":1,"targets":[{"year":2030,"value":100}],"leadAgency":"office-people-committee"},
        {"code":"vneid-accounts","unit":"percent","kind":"stock","cadence":"daily","breakdown":"commune","aggregation":"weighted-mean","weight":"population","min":0,"max":100,"decimals":1,"targets":[{"year":2025,"value":90}],"leadAgency":"police"},
        {"code":"st-enterprises","unit":"count","kind":"stock","cadence":"monthly","breakdown":"commune","aggregation":"sum","weight":"","min":0,"max":null,"decimals":0,"targets":[{"year":2025,"value":30},{"year":2030,"value":100}],"leadAgency":"dept-science-technology"},
        {"code":"startup-projects","unit":"count-per-year","kind":"flow","cadence":"quarterly","breakdown":"commune","aggregation":"sum","weight":"","min":0,"max":null,"decimals":0,"targets":[{"year":2025,"value":200}],"leadAgency":"dept-finance"},
        {"code":"st-tasks-accepted","unit":"count-per-year","kind":"flow","cadence":"monthly","breakdown":"agency","aggregation":"sum","weight":"","min":0,"max":null,"decimals":0,"targets":[{"year":2025,"value":240}],"leadAgency":"dept-science-technology"},
        {"code":"dti-score","unit":"index","kind":"stock","cadence":"yearly","breakdown":"none","aggregation":"province-only","weight":"","min":0,"max":1,"decimals":4,"targets":[{"year":2025,"value":0.7}],"leadAgency":"dept-science-technology"},
        {"code":"not-in-the-plan","unit":"percent","kind":"stock","cadence":"monthly","breakdown":"none","aggregation":"province-only","weight":"","min":0,"max":100,"decimals":1,"targets":[],"leadAgency":"police"}
        ]}
        """;

    internal const string AreasJson = """
        [{"code":"vn","level":"country","population":null,"parent":null},
        {"code":"82","level":"province","population":4370000,"parent":null},
        {"code":"28249","level":"commune","population":36000,"parent":"82"},
        {"code":"28261","level":"commune","population":72000,"parent":"82"},
        {"code":"28270","level":"commune","population":18000,"parent":"82"}]
        """;

    internal static SimCatalogue Catalogue(bool provinceOnly = false, IReadOnlySet<string>? areas = null)
    {
        using var indicators = JsonDocument.Parse(IndicatorsJson);
        using var places = JsonDocument.Parse(AreasJson);
        return CatalogueReader.Read(indicators.RootElement, places.RootElement, provinceOnly, areas);
    }

    internal static List<JsonElement> Rows(string body)
    {
        using var document = JsonDocument.Parse(body);
        return [.. document.RootElement.GetProperty("observations").EnumerateArray().Select(r => r.Clone())];
    }
}
