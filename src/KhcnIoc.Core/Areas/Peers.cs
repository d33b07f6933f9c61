namespace KhcnIoc.Core.Areas;

/// <summary>Communes that a commune can fairly be compared with. Pure.</summary>
public static class Peers
{
    /// <summary>How many peers a commune has at most.</summary>
    public const int Count = 10;

    /// <summary>Of the same kind on a day and nearest in population (by ratio), nearest first, the commune itself left out.</summary>
    /// <remarks>Half as many inhabitants is as far as twice as many. Communes without a known population have no peers and are nobody's; equally near ones come by code.</remarks>
    public static IReadOnlyList<Area> Of(Area commune, IReadOnlyList<Area> communes, DateOnly day)
    {
        ArgumentNullException.ThrowIfNull(commune);
        ArgumentNullException.ThrowIfNull(communes);
        if (commune.Population is not > 0) return [];

        var kind = commune.NameOn(day).Kind;
        return
        [
            .. communes
                .Where(c => c.Code != commune.Code && c.Population > 0 && Exists(c, day) && c.NameOn(day).Kind == kind)
                .OrderBy(c => Distance(c.Population!.Value, commune.Population.Value))
                .ThenBy(c => c.Code, StringComparer.Ordinal)
                .Take(Count),
        ];
    }

    private static bool Exists(Area area, DateOnly day) => (area.ValidFrom is not { } from || from <= day) && (area.ValidTo is not { } to || day < to);

    private static decimal Distance(long left, long right) => left > right ? (decimal)left / right : (decimal)right / left;
}
