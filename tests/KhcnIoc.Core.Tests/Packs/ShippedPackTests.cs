using KhcnIoc.Core.Areas;
using KhcnIoc.Core.Dashboards;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Packs;

namespace KhcnIoc.Core.Tests.Packs;

/// <summary>What the shipped files must hold, counted against the plans and the lists of 2025.</summary>
public sealed class ShippedPackTests
{
    [Theory]
    [InlineData("dong-thap")]
    [InlineData("dong-nai")]
    public void Load_ShippedFiles_HasNoError(string province)
    {
        var result = PackLoader.Load(province, ShippedPacks.Files);

        Assert.Empty(result.Errors);
        Assert.Equal(province, result.Pack!.Code);
    }

    [Fact]
    public void Load_ShippedFiles_HoldsEverythingThePlansName()
    {
        var (thap, nai) = (ShippedPacks.DongThap, ShippedPacks.DongNai);

        Assert.Equal((70, 70), (thap.Catalogue.Count, nai.Indicators.Count));
        Assert.Equal((208, 24), (TargetCount(thap), TargetCount(nai)));
        Assert.Equal((59, 22), (thap.PlanIndicators.Count(), nai.PlanIndicators.Count()));
        Assert.Equal((38, 25), (thap.Milestones.Count, nai.Milestones.Count));
        Assert.Equal((102, 95), (thap.Communes.Count, nai.Communes.Count));
        // Each its own and the ministry.
        Assert.Equal((37 + 1, 43 + 1), (thap.Agencies.Count, nai.Agencies.Count));
        Assert.Equal((5, 8), (thap.ReportingDuties.Count, nai.ReportingDuties.Count));
        Assert.Equal((1, 3), (thap.Plans.Count, nai.Plans.Count));
        Assert.Equal((1, 3), (Undated(thap), Undated(nai)));

        static int TargetCount(ProvincePack pack) => pack.Targets.Values.Sum(t => t.Count);
        static int Undated(ProvincePack pack) => pack.Targets.Values.Sum(t => t.Count(x => x.Year is null));
    }
}
