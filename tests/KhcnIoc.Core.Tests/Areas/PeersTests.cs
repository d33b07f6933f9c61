using KhcnIoc.Core.Areas;
using KhcnIoc.Core.Tests.Packs;

namespace KhcnIoc.Core.Tests.Areas;

public class PeersTests
{
    private static readonly DateOnly s_day = new(2026, 7, 1);

    [Fact]
    public void Of_NearestByRatioOfPopulation_NearestFirst()
    {
        var communes = new[] { Commune("a", 1000), Commune("b", 2100), Commune("c", 500), Commune("d", 900), Commune("e", 1110) };

        Assert.Equal(["e", "d", "c", "b"], Peers.Of(communes[0], communes, s_day).Select(c => c.Code));
    }

    [Fact]
    public void Of_OtherKindsUnknownPopulationsAndFormerCommunes_AreLeftOut()
    {
        Area[] communes =
        [
            Commune("a", 1000), Commune("b", 1000, AreaKind.Phuong), Commune("c", null), Commune("d", 1000) with { ValidTo = s_day },
            Commune("e", 1000) with { ValidFrom = s_day.AddDays(1) }, Commune("f", 5000),
        ];

        Assert.Equal(["f"], Peers.Of(communes[0], communes, s_day).Select(c => c.Code));
        Assert.Empty(Peers.Of(communes[2], communes, s_day));
    }

    [Fact]
    public void Of_ACommuneThatBecameAWard_HasWardsAsPeersFromThatDayOn()
    {
        var pack = ShippedPacks.DongNai;
        var longThanh = pack.Areas["26368"];
        var change = new DateOnly(2026, 4, 30);

        var before = Peers.Of(longThanh, pack.Communes, change.AddDays(-1));
        var after = Peers.Of(longThanh, pack.Communes, change);

        Assert.Equal((Peers.Count, Peers.Count), (before.Count, after.Count));
        Assert.All(before, p => Assert.Equal(AreaKind.Xa, p.NameOn(change.AddDays(-1)).Kind));
        Assert.All(after, p => Assert.Equal(AreaKind.Phuong, p.NameOn(change).Kind));
    }

    private static Area Commune(string code, long? population, AreaKind kind = AreaKind.Xa) => new()
    {
        Code = code,
        Level = AreaLevel.Commune,
        ShortName = code,
        Slug = code,
        Names = [new(new(2025, 7, 1), kind, code, "")],
        Population = population,
    };
}
