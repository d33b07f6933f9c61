using Xunit.Abstractions;
using Xunit.Sdk;

namespace KhcnIoc.Storage.Tests;

/// <summary>A test that each database's test class inherits; skipped in classes of SQL Server where no server is configured.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("KhcnIoc.Storage.Tests.StoreFactDiscoverer", "KhcnIoc.Storage.Tests")]
public sealed class StoreFactAttribute : FactAttribute;

public sealed class StoreFactDiscoverer(IMessageSink diagnostics) : IXunitTestCaseDiscoverer
{
    public IEnumerable<IXunitTestCase> Discover(ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute) =>
        [new StoreTestCase(diagnostics, discoveryOptions.MethodDisplayOrDefault(), discoveryOptions.MethodDisplayOptionsOrDefault(), testMethod)];
}

/// <summary>Decides per class, not per method: xunit 2 cannot skip while a test runs.</summary>
public sealed class StoreTestCase : XunitTestCase
{
    [Obsolete("For the deserializer.")]
    public StoreTestCase()
    {
    }

    public StoreTestCase(IMessageSink diagnostics, TestMethodDisplay display, TestMethodDisplayOptions options, ITestMethod method)
        : base(diagnostics, display, options, method)
    {
    }

    protected override string GetSkipReason(IAttributeInfo factAttribute) =>
        TestMethod.TestClass.Class.Name.Contains("SqlServer", StringComparison.Ordinal) && StoreUnderTest.SqlServer is null
            ? $"{StoreUnderTest.SqlServerVariable} is not set."
            : base.GetSkipReason(factAttribute);
}
