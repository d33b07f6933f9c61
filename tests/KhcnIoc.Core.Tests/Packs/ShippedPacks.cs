using KhcnIoc.Core.Packs;
using KhcnIoc.TestSupport;

namespace KhcnIoc.Core.Tests.Packs;

/// <summary>The two shipped packs, read and loaded once.</summary>
internal static class ShippedPacks
{
    public static IReadOnlyList<PackFile> Files { get; } = RepositoryFiles.ReadPackFiles();
    public static ProvincePack DongThap { get; } = Load("dong-thap");
    public static ProvincePack DongNai { get; } = Load("dong-nai");

    private static ProvincePack Load(string province)
    {
        var result = PackLoader.Load(province, Files);
        return result.Pack ?? throw new InvalidOperationException(string.Join('\n', result.Errors));
    }
}
