namespace KhcnIoc.Core.Areas;

/// <summary>Communes that a commune can fairly be compared with. Pure.</summary>
public static class Peers
{
    /// <summary>How many peers a commune has at most.</summary>
    public const int Count = 10;

    /// <summary>Of the same kind on a day and nearest in population (by ratio), nearest first, the commune itself left out.</summary>
    public static IReadOnlyList<Area> Of(Area commune, IReadOnlyList<Area> communes, DateOnly day) => throw new NotImplementedException();
}
