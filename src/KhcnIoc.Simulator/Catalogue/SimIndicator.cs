namespace KhcnIoc.Simulator.Catalogue;

/// <summary>What the simulator needs to know of an indicator; names as in <c>GET /api/v1/indicators</c>.</summary>
internal sealed record SimIndicator
{
    public required string Code { get; init; }
    public string Unit { get; init; } = "";

    /// <summary>An amount inside its period, not a level.</summary>
    public bool IsFlow { get; init; }
    public SimCadence Cadence { get; init; } = SimCadence.Monthly;
    public bool ByCommune { get; init; }
    public bool ByAgency { get; init; }
    public bool IsSum { get; init; }

    /// <summary>What a mean is weighted by; empty where there is no mean.</summary>
    public string Weight { get; init; } = "";
    public decimal? Min { get; init; }
    public decimal? Max { get; init; }
    public int Decimals { get; init; }
    public string LeadAgency { get; init; } = "";

    /// <summary>By rising year.</summary>
    public IReadOnlyList<SimTarget> Targets { get; init; } = [];

    public bool IsCount => Unit.StartsWith("count", StringComparison.Ordinal);
}

internal enum SimCadence { Realtime, Daily, Monthly, Quarterly, Yearly }

/// <summary>The plan's value for 31 December of a year.</summary>
internal sealed record SimTarget(int Year, decimal Value);

/// <summary>A province or commune.</summary>
internal sealed record SimArea(string Code, bool IsProvince, bool IsCommune, long Population);

/// <summary>Everything the simulator learned from the server.</summary>
internal sealed record SimCatalogue(IReadOnlyList<SimIndicator> Indicators, SimArea Province, IReadOnlyList<SimArea> Communes)
{
    /// <summary>Those that answer for some indicator: the agencies whose figures are made up.</summary>
    public IReadOnlyList<string> Agencies { get; } =
        [.. Indicators.Select(i => i.LeadAgency).Where(a => a.Length > 0).Distinct().Order(StringComparer.Ordinal)];
}
