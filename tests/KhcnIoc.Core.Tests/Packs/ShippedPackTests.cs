using KhcnIoc.Core.Areas;
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

    [Theory]
    [InlineData("2025-12-31", "Tỉnh Đồng Nai", AreaKind.Province, "Xã Long Thành", AreaKind.Xa)]
    [InlineData("2026-04-29", "Tỉnh Đồng Nai", AreaKind.Province, "Xã Long Thành", AreaKind.Xa)]
    [InlineData("2026-04-30", "Thành phố Đồng Nai", AreaKind.City, "Phường Long Thành", AreaKind.Phuong)]
    public void NameOn_DongNaiAroundItsChange_FollowsTheDate(string day, string province, AreaKind provinceKind, string commune, AreaKind communeKind)
    {
        var date = DateOnly.ParseExact(day, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        var (area, longThanh) = (ShippedPacks.DongNai.Province.NameOn(date), ShippedPacks.DongNai.Areas["26368"].NameOn(date));

        Assert.Equal((province, provinceKind), (area.Name, area.Kind));
        Assert.Equal((commune, communeKind), (longThanh.Name, longThanh.Kind));
    }

    [Fact]
    public void Communes_ByKindAndDate_AreThoseOfTheResolutions()
    {
        Assert.Equal((82, 20), Kinds(ShippedPacks.DongThap, new(2025, 7, 1)));
        Assert.Equal((82, 20), Kinds(ShippedPacks.DongThap, new(2026, 5, 1)));
        Assert.Equal((72, 23), Kinds(ShippedPacks.DongNai, new(2025, 7, 1)));
        Assert.Equal((62, 33), Kinds(ShippedPacks.DongNai, new(2026, 4, 30)));

        static (int Xa, int Phuong) Kinds(ProvincePack pack, DateOnly day) =>
            (pack.Communes.Count(c => c.NameOn(day).Kind == AreaKind.Xa), pack.Communes.Count(c => c.NameOn(day).Kind == AreaKind.Phuong));
    }

    [Fact]
    public void Communes_Populations_AddUpToTheProvince()
    {
        foreach (var pack in (ProvincePack[])[ShippedPacks.DongThap, ShippedPacks.DongNai])
        {
            Assert.Equal(pack.Province.Population, pack.Communes.Sum(c => c.Population));
            Assert.All(pack.Communes, c => Assert.Equal(pack.Province.Code, c.ParentCode));
            Assert.All(pack.Communes, c => Assert.NotNull(c.Point));
        }

        Assert.Equal(4_370_046, ShippedPacks.DongThap.Province.Population);
        Assert.Equal(4_491_408, ShippedPacks.DongNai.Province.Population);
    }

    [Fact]
    public void Communes_FormerProvinces_AreThePredecessors()
    {
        Assert.Equal(["tien-giang-cu", "dong-thap-cu"], ShippedPacks.DongThap.Province.Predecessors);
        Assert.Equal(["dong-nai-cu", "binh-phuoc-cu"], ShippedPacks.DongNai.Province.Predecessors);
        Assert.Equal((57, 45), (Former(ShippedPacks.DongThap, "tien-giang-cu"), Former(ShippedPacks.DongThap, "dong-thap-cu")));
        Assert.Equal((55, 40), (Former(ShippedPacks.DongNai, "dong-nai-cu"), Former(ShippedPacks.DongNai, "binh-phuoc-cu")));
        Assert.Equal(new DateOnly(2025, 7, 1), ShippedPacks.DongNai.Areas["binh-phuoc-cu"].ValidTo);
        Assert.Equal(new DateOnly(2025, 7, 1), ShippedPacks.DongNai.Province.ValidFrom);

        static int Former(ProvincePack pack, string code) => pack.Communes.Count(c => c.FormerProvince == code);
    }

    [Fact]
    public void Plans_HoldFromTheirPrintedOrEarliestDate()
    {
        Assert.Equal(new DateOnly(2025, 9, 24), ShippedPacks.DongThap.Plans["283/KH-UBND"].HoldsFrom);
        Assert.Equal(new DateOnly(2026, 1, 14), ShippedPacks.DongNai.Plans["KH-11/NQ-CP"].HoldsFrom);
        Assert.Equal(new DateOnly(2025, 1, 1), ShippedPacks.DongNai.Plans["KH-57/TU"].HoldsFrom);
        Assert.Equal("2025", ShippedPacks.DongNai.Plans["CTr-SoKHCN"].PrintedDate);
    }

    [Fact]
    public void Targets_OfOneIndicator_StandByYearWithTheirNotes()
    {
        var coverage = ShippedPacks.DongThap.Targets["coverage-5g"];
        var economy = ShippedPacks.DongNai.Targets["digital-economy-grdp-share"];
        var contactless = ShippedPacks.DongThap.Targets["contactless-transactions"];

        Assert.Equal([(2025, 60m), (2030, 100m)], coverage.Select(t => (t.Year!.Value, t.Value)));
        Assert.Equal((TargetOperator.Between, 35m, 37m), (economy[0].Operator, economy[0].Value, economy[0].ValueMax!.Value));
        Assert.Contains(contactless, t => t.Note.StartsWith("plan contradicts itself", StringComparison.Ordinal));
    }

    [Fact]
    public void Published_Figures_CarryTheirProvenance()
    {
        var (thap, nai) = (ShippedPacks.DongThap.Published, ShippedPacks.DongNai.Published);

        Assert.All(thap.Concat(nai), f => Assert.True(f.Fields.ContainsKey("source.title") && f.Fields.ContainsKey("source.url") && f.Fields.ContainsKey("source.quote")));
        // 33 rows: those of the country and the benchmarks stand in both packs, the others in the pack of their province.
        Assert.Equal(33, thap.Count + nai.Count - thap.Count(IsShared));
        Assert.Equal(thap.Count(IsShared), nai.Count(IsShared));
        var dti = Assert.Single(nai, f => f.Fields["indicator"] == "dti-score" && f.Fields["area"] == "75");
        Assert.Equal(("0.7164", "true"), (dti.Fields["value"], dti.Fields["restated"]));

        static bool IsShared(PublishedFigure figure) => figure.Fields["area"] == "vn" || figure.Fields["area"].StartsWith("benchmark-", StringComparison.Ordinal);
    }

    [Fact]
    public void Catalogue_EverySplitIndicator_SaysWhatFeedsTheProvince()
    {
        foreach (var indicator in ShippedPacks.DongThap.Catalogue)
        {
            Assert.Equal(indicator.Breakdown == Breakdown.None, indicator.RollUpFrom == Breakdown.None);
            Assert.True(indicator.Cadence != Cadence.Realtime || indicator.PublicationLag == TimeSpan.Zero, indicator.Code);
        }
    }
}
